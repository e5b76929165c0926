import type { HistoryBody, Quantiles } from "../../jobs/views";
import { count, duration } from "./format";
import { address } from "./place";

interface OperationTableProps {
  history: HistoryBody;
  hours: string;
  /** The same in words. */
  span: string;
}

/** What became of each operation's jobs. Its name narrows the plots to it. */
export function OperationTable({ history: { operations }, hours, span }: OperationTableProps) {
  if (operations.length === 0) return null;
  return (
    <section aria-labelledby="operations">
      <h2 id="operations">Operations, {span}</h2>
      <div class="card scrolls">
        <table>
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col" class="number">
                Succeeded
              </th>
              <th scope="col" class="number">
                Failed
              </th>
              <th scope="col" class="number minor">
                Retries
              </th>
              <th scope="col" class="number minor">
                Wait p50 · p95
              </th>
              <th scope="col" class="number minor">
                Run p50 · p95
              </th>
            </tr>
          </thead>
          <tbody>
            {operations.map(({ operation, succeeded, failed, retries, wait, run }) => (
              <tr key={operation}>
                <th scope="row">
                  <a href={address("/jobs", { hours, of: operation })}>{operation}</a>
                </th>
                <td class="number">{count(succeeded)}</td>
                <td class="number">
                  {failed === 0 ? (
                    "0"
                  ) : (
                    <a href={address("/jobs", { operation, status: "failed" })}>{count(failed)}</a>
                  )}
                </td>
                <td class="number minor">{count(retries)}</td>
                <td class="number minor">{quantiles(wait)}</td>
                <td class="number minor">{quantiles(run)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function quantiles({ p50, p95 }: Quantiles): string {
  return p50 === null || p95 === null ? "–" : `${duration(p50)} · ${duration(p95)}`;
}
