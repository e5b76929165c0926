/**
 * The arguments of a job: JSON to read, bytes to look at or save.
 *
 * @module
 */

import type { InspectedBody } from "../../jobs/views";
import { request } from "./api";
import { Bytes } from "./bytes";
import { JsonText } from "./long-text";
import { address } from "./place";
import { isDone } from "./status";

export function JobArguments({ job }: { job: InspectedBody }) {
  if (job.arguments?.length === 0) return null;
  return (
    <section aria-labelledby="arguments">
      <h3 id="arguments">Arguments</h3>
      {job.arguments === null ? (
        <p class="hint">
          {isDone(job) ? "Once a job has succeeded they are not kept." : "It has none of its own."}
        </p>
      ) : (
        <ol class="arguments" start={0}>
          {job.arguments.map((argument, index) => (
            <li key={index} class="card">
              <Argument job={job.id} pointer={`/${index}`} value={argument} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** @param pointer JSON pointer to the value in the list of arguments */
function Argument({ job, pointer, value }: { job: string; pointer: string; value: unknown }) {
  const load = (place: string) => () => request(address(`/jobs/${job}/arguments`, { pointer: place }));
  if (isBytes(value))
    return <Bytes size={value.bytes} load={load(pointer)} name={`argument${nameOf(pointer)}`} />;
  if (isFile(value))
    return (
      <>
        <p>
          {value.name} <span class="hint">{value.type}</span>
        </p>
        <Bytes size={value.bytes.bytes} load={load(`${pointer}/bytes`)} name={value.name} />
      </>
    );
  if (Array.isArray(value) && value.some((member) => isBytes(member) || isFile(member)))
    return (
      <ol start={0}>
        {value.map((member, index) => (
          <li key={index}>
            <Argument job={job} pointer={`${pointer}/${index}`} value={member} />
          </li>
        ))}
      </ol>
    );
  return <JsonText value={value} label={`Argument ${pointer.slice(1)}`} />;
}

function nameOf(pointer: string): string {
  return pointer.replaceAll("/", "-");
}

/** Bytes are told by their number. */
function isBytes(value: unknown): value is { bytes: number } {
  return isObject(value) && Object.keys(value).length === 1 && typeof value.bytes === "number";
}

function isFile(value: unknown): value is { name: string; type: string; bytes: { bytes: number } } {
  return (
    isObject(value) &&
    typeof value.name === "string" &&
    typeof value.type === "string" &&
    isBytes(value.bytes)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
