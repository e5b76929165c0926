import type { InspectedBody } from "../../jobs/views";
import { dateTime } from "./format";
import { LongText } from "./long-text";

/** What went wrong, attempt by attempt. */
export function JobErrors({ attempts }: { attempts: InspectedBody["attempts"] }) {
  if (attempts.length === 0) return null;
  return (
    <section aria-labelledby="errors">
      <h3 id="errors">Errors</h3>
      <ol class="errors">
        {attempts.map(({ n, at, failure, error }) => (
          <li key={n} class="card">
            <h4>
              Attempt {n} <span class="hint">{dateTime(at)}</span>
            </h4>
            <p>{wordsOf(failure)}</p>
            {error !== null && <LongText text={error} label={`Stack of attempt ${n}`} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function wordsOf({ reason, ...more }: InspectedBody["attempts"][number]["failure"]): string {
  const reasons: Record<string, string> = {
    exception: "It threw an HTTPException",
    error: "It threw an error",
    lost: "Its executor was lost",
    timeout: "It was not done in time",
    "child-cancelled": "A job that it waited for was cancelled",
    "unknown-operation": "The operation does not exist any more",
    "unreadable-arguments": "The operation takes other arguments now",
    "too-large": "What it gave is too large to be stored",
    unstorable: "What it gave cannot be stored",
  };
  const facts = Object.entries(more).map(([key, value]) => `${key} ${String(value)}`);
  return [reasons[reason] ?? reason, ...(facts.length > 0 ? [`(${facts.join(", ")})`] : [])].join(" ");
}
