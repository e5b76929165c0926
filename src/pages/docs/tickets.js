/**
 * A plugin for Swagger UI: where an operation answers with a ticket, its job is followed to its end, and shown with
 * what it comes to.
 *
 * @module
 * @see https://github.com/swagger-api/swagger-ui/blob/master/docs/customization/plugin-api.md
 */

const FINAL = new Set(["succeeded", "failed", "cancelled"]);

export const tickets = ({ React: { createElement: h, Fragment, useEffect, useState }, getComponent }) => {
  /** @param props.job its path, such as `/jobs/GhPp…` */
  function Ticket({ job: path }) {
    const [job, setJob] = useState(null);
    const [result, setResult] = useState(null);
    useEffect(() => {
      const events = new EventSource(`${path}/events`);
      events.addEventListener("job", async ({ data }) => {
        const job = JSON.parse(data);
        setJob(job);
        if (!FINAL.has(job.status)) return;
        events.close();
        setResult(await readResult(`${path}/result`));
      });
      return () => events.close();
    }, [path]);

    const cancel = () => fetch(path, { method: "DELETE" });
    return h(
      "section",
      { className: "ticket", "aria-label": "Ticket" },
      h("h4", null, "Ticket"),
      h(
        "div",
        { className: "live" },
        h("span", { role: "status" }, job?.status ?? "asking"),
        h("progress", progressOf(job)),
        job && !FINAL.has(job.status)
          ? h("button", { type: "button", className: "btn", onClick: cancel }, "Cancel the job")
          : null,
      ),
      h(
        "p",
        { className: "live" },
        ...Object.entries({ Status: path, Result: `${path}/result`, Events: `${path}/events` }).map(
          ([name, href]) =>
            h("a", { key: name, href, className: "link", target: "_blank", rel: "noopener" }, name),
        ),
      ),
      result && h(Result, result),
    );
  }

  function Result({ status, url, headers, content }) {
    const ResponseBody = getComponent("responseBody");
    return h(
      Fragment,
      null,
      h("h4", null, `Result: ${status}`),
      h(ResponseBody, { content, contentType: headers["content-type"] ?? "", url, headers, getComponent }),
    );
  }

  return {
    wrapComponents: {
      liveResponse: (Original) => (props) => {
        const path = jobOf(props.response);
        return h(Fragment, null, h(Original, props), path && h(Ticket, { job: path, key: path }));
      },
    },
  };
};

/** The path of the job that a response is the ticket of; null where it is none. */
function jobOf(response) {
  const location = response.getIn(["headers", "location"]);
  return response.get("status") === 202 && /^\/jobs\/[\w-]+$/.test(location) ? location : null;
}

/** The attributes of a progress bar. One without a value says that nobody knows how far it is. */
function progressOf(job) {
  const known = job?.status === "succeeded" ? 1 : job?.progress;
  return { "aria-label": "Progress", ...(known == null ? {} : { value: known }) };
}

/** What the operation would have answered, as Swagger UI shows it: text, or else a blob. */
async function readResult(url) {
  const response = await fetch(url);
  const headers = Object.fromEntries(response.headers);
  const isText = /\b(?:json|text|xml|yaml)\b/.test(headers["content-type"]);
  return {
    status: response.status,
    url,
    headers,
    content: await (isText ? response.text() : response.blob()),
  };
}
