import { render } from "preact";
import { Board } from "./board";

const root = document.getElementById("board");
if (root !== null) render(<Board />, root);
