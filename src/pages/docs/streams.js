/**
 * A plugin for Swagger UI: what an operation streams shows as it arrives, and can be stopped. By itself Swagger UI shows
 * an answer when it has ended, which some never do.
 *
 * @module
 * @see https://github.com/swagger-api/swagger-ui/blob/master/docs/customization/plugin-api.md
 */

const STREAM = /^(?:text\/event-stream|application\/jsonl)\b/;

/** How many characters of a stream are shown: its last. */
const SHOWN = 100_000;

/** What stops the stream of an operation, by method and path. */
const running = new Map();

export const streams = ({ React: { createElement: h, Fragment } }) => ({
  statePlugins: {
    spec: {
      wrapActions: {
        executeRequest:
          (execute, { specActions }) =>
          (request) => {
            const { pathName, method } = request;
            drop(method, pathName);
            const show = (response) => specActions.setResponse(pathName, method, response);
            const userFetch = (url, init) => fetchStream(url, init, show, `${method} ${pathName}`);
            return execute({ ...request, userFetch });
          },
        clearResponse: (clear) => (path, method) => {
          drop(method, path);
          return clear(path, method);
        },
      },
    },
  },
  wrapComponents: {
    liveResponse: (Original) => (props) => {
      if (!props.response.get("isStreaming")) return h(Original, props);
      const stop = () => running.get(`${props.method} ${props.path}`)?.abort();
      return h(
        Fragment,
        null,
        h(
          "div",
          { className: "live" },
          h("span", { role: "status" }, "Streaming: what arrives shows below."),
          h("button", { type: "button", className: "btn", onClick: stop }, "Stop"),
        ),
        h(Original, props),
      );
    },
    responseBody: (Original) => (props) =>
      STREAM.test(props.contentType)
        ? h(
            Fragment,
            null,
            h("h5", null, "Response body"),
            h("pre", { className: "microlight stream", tabIndex: 0 }, h("code", null, props.content)),
          )
        : h(Original, props),
  },
});

/** End a stream of which nothing is to be shown any more. */
function drop(method, path) {
  const key = `${method} ${path}`;
  const stop = running.get(key);
  running.delete(key);
  stop?.abort();
}

/**
 * As `fetch`; a stream is shown as it arrives, and ends when it is stopped.
 *
 * @param show takes a response as Swagger UI keeps it
 * @param key of the operation in `running`
 */
async function fetchStream(url, init, show, key) {
  const stop = new AbortController();
  const response = await fetch(url, { ...init, signal: stop.signal });
  if (!response.ok || !STREAM.test(response.headers.get("content-type"))) return response;

  running.set(key, stop);
  const { status, headers } = response;
  const head = { status, url, headers: Object.fromEntries(headers) };
  let text = "";
  let frame = 0;
  const paint = () => {
    frame = 0;
    show({ ...head, text, isStreaming: true });
  };
  paint();
  try {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text = (text + value).slice(-SHOWN);
      frame ||= requestAnimationFrame(paint);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    cancelAnimationFrame(frame);
  }
  // Dropped: whoever waits for the end would show it in place of what has come since.
  if (running.get(key) !== stop) return new Promise(() => {});
  running.delete(key);
  // Swagger UI takes JSON Lines for a blob.
  return Object.assign(new Response(text, { status, headers }), { blob: async () => text });
}
