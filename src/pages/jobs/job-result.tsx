/**
 * What a job answers: what its operation would have.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";
import { messageOf, request } from "./api";
import { Bytes } from "./bytes";
import { JsonText, LongText } from "./long-text";

/** More than that is not loaded to be read. */
const READ_BYTES = 1_000_000;

type Result =
  | { type: "nothing" }
  | { type: "json"; value: unknown }
  | { type: "text"; text: string }
  | { type: "bytes"; size: number | null }
  | { type: "unreadable"; message: string };

export function JobResult({ id }: { id: string }) {
  const [result, set] = useState<Result | null>(null);
  const path = `/jobs/${id}/result`;
  useEffect(() => {
    const leaving = new AbortController();
    request(path, { headers: { accept: "*/*" }, signal: leaving.signal })
      .then(resultOf)
      .catch((error): Result => ({ type: "unreadable", message: messageOf(error) }))
      .then((result) => !leaving.signal.aborted && set(result));
    return () => leaving.abort();
  }, [path]);
  return (
    <section aria-labelledby="result">
      <h3 id="result">Result</h3>
      {result && (
        <div class="card">
          <Shown result={result} id={id} path={path} />
        </div>
      )}
    </section>
  );
}

function Shown({ result, id, path }: { result: Result; id: string; path: string }) {
  switch (result.type) {
    case "nothing":
      return <p class="hint">It has succeeded, and answers nothing.</p>;
    case "json":
      return <JsonText value={result.value} label="Result" />;
    case "text":
      return <LongText text={result.text} label="Result" />;
    case "bytes":
      return (
        <Bytes
          size={result.size}
          load={() => request(path, { headers: { accept: "*/*" } })}
          name={`result-${id}`}
        />
      );
    case "unreadable":
      return <p class="hint">{result.message}</p>;
  }
}

async function resultOf(response: Response): Promise<Result> {
  if (response.status === 204) return { type: "nothing" };
  const type = response.headers.get("content-type") ?? "";
  const length = response.headers.get("content-length");
  const size = length === null ? null : Number(length);
  const isShort = size === null || size <= READ_BYTES;
  if (isShort && /^application\/([\w.+-]+\+)?json\b/i.test(type))
    return { type: "json", value: await response.json() };
  if (isShort && /^text\//i.test(type)) return { type: "text", text: await response.text() };
  await response.body?.cancel();
  return { type: "bytes", size };
}
