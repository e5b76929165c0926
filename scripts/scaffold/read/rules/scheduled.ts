import type { JobPolicy } from "../../operation.ts";
import type { ReadParameter } from "../parameters.ts";
import type { Reporter } from "../reporter.ts";

/** What a schedule starts gets no arguments. */
export function checkScheduled(
  operation: string,
  { schedules }: JobPolicy,
  parameters: ReadParameter[],
  reporter: Reporter,
): void {
  if (!schedules) return;
  for (const { parameter, node } of parameters) {
    if (!parameter.optional) reporter.report("SO221", node, { name: parameter.name, operation });
  }
}
