/** The object of rooms, which the edge Worker exports. */
import { rooms } from "../generated/rooms";
import { createSocketRoom } from "./room";

export class SocketRoom extends createSocketRoom(rooms) {}
