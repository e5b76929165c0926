import type { ScheduleView } from "../../jobs/views";
import { dateTime } from "./format";
import { useLive, useNow } from "./live";
import { Time } from "./status";
import { Trouble } from "./trouble";

/** What runs by itself, and when next. */
export function SchedulesPage() {
  const { data, error } = useLive<{ schedules: ScheduleView[] }>("/jobs/schedules", 5_000);
  const now = useNow();
  if (data === undefined) return <Trouble error={error} />;
  if (data.schedules.length === 0)
    return (
      <div class="card empty">
        <p>Nothing runs by itself.</p>
        <p>
          A function whose doc comment says <code>@schedule 0 3 * * *</code> does, at three each night.
        </p>
      </div>
    );
  return (
    <>
      <Trouble error={error} />
      <div class="card scrolls">
        <table>
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col">Next</th>
              <th scope="col">Cron</th>
              <th scope="col" class="minor">
                Time zone
              </th>
              <th scope="col">Last job</th>
            </tr>
          </thead>
          <tbody>
            {data.schedules.map(({ name, operation, cron, zone, nextTick, lastJob }) => (
              <tr key={name}>
                <th scope="row">{operation}</th>
                <td>
                  {nextTick === null ? (
                    "never"
                  ) : (
                    <>
                      <Time at={nextTick} now={now} /> <span class="hint">{dateTime(nextTick)}</span>
                    </>
                  )}
                </td>
                <td>
                  <code>{cron}</code>
                </td>
                <td class="minor">{zone}</td>
                <td>{lastJob === null ? "none yet" : <a href={`/jobs/${lastJob}`}>Show</a>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
