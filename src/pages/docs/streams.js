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

/** What stops the request of an operation, by method and path. */
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

/** End a request of which nothing is to be shown any more. */
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
function fetchStream(url, init, show, key) {
  const stop = new AbortController();
  running.set(key, stop);
  return fetch(url, { ...init, signal: stop.signal })
    .then((response) => {
      const isStream = response.ok && STREAM.test(response.headers.get("content-type"));
      return isStream ? readStream(response, stop.signal, (seen) => show({ url, ...seen })) : response;
    })
    .finally(() => {
      // Dropped: whoever waits for the end would show it in place of what has come since.
      if (running.get(key) !== stop) return new Promise(() => {});
      running.delete(key);
    });
}

/** @returns the response with what has come of its body when it ended or was stopped */
async function readStream({ status, headers, body }, stopped, show) {
  const head = { status, headers: Object.fromEntries(headers), isStreaming: true };
  let text = "";
  let frame = 0;
  const paint = () => {
    frame = 0;
    show({ ...head, text });
  };
  paint();
  try {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text = (text + value).slice(-SHOWN);
      frame ||= requestAnimationFrame(paint);
    }
  } catch (error) {
    if (!stopped.aborted) throw error;
  } finally {
    cancelAnimationFrame(frame);
  }
  // Swagger UI takes JSON Lines for a blob.
  return Object.assign(new Response(text, { status, headers }), { blob: async () => text });
}
