export interface ServerSentEvent {
  /** The last id that was sent, with this event or before. */
  id: string;
  /** `message` without a name of its own. */
  event: string;
  data: string;
}

/** The API says every 15 s that it lives. After so many milliseconds without a word the connection is lost. */
const SILENCE = 45_000;

/**
 * The events of a body, as they come. Whoever stops reading closes the connection.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export async function* serverSentEvents({ body }: Response): AsyncGenerator<ServerSentEvent, void> {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let id = "";
  let event = "";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await soon(reader.read());
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [field, text = ""] = line.split(/: ?(.*)/s);
        if (field === "id") id = text;
        else if (field === "event") event = text;
        else if (field === "data") data.push(text);
        else if (line === "") {
          if (data.length > 0) yield { id, event: event || "message", data: data.join("\n") };
          event = "";
          data = [];
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** @throws {TypeError} it took too long */
function soon<T>(reading: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const lost = new TypeError("Nothing came for 45 s: the connection is lost.");
    const timer = setTimeout(() => reject(lost), SILENCE);
    reading.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
