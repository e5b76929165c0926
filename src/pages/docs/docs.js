/* global SwaggerUIBundle */
import { problems } from "./problems.js";
import { streams } from "./streams.js";
import { tickets } from "./tickets.js";

const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

const ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  plugins: [problems, streams, tickets],
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  filter: true,
  // The schemas stand beside their operations; the list of all is there to be opened.
  defaultModelsExpandDepth: 0,
  // In the browser's storage, so for your own machine only.
  persistAuthorization: isLocal,
  // The badge asks a server on the internet.
  validatorUrl: null,
  onComplete() {
    document.title = `${ui.specSelectors.info().get("title")}: API reference`;
  },
});
