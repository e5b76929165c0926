import type { NamedFunction } from "./functions.ts";
import type { ReadParameter } from "./parameters.ts";
import type { Reading } from "./reading.ts";
import { readCheckpoint } from "./returns.ts";

/** What a `function*` leaves must be JSON, and come back as what it takes. */
export function checkCheckpoint(reading: Reading, fn: NamedFunction, parameters: ReadParameter[]): void {
  if (fn.kind !== "steps") return;
  const { checker, reporter } = reading;
  const checkpoint = readCheckpoint(reading, fn);
  if (!checkpoint) return;
  reading.readValue(checkpoint);
  const resume = parameters.find(({ parameter }) => parameter.source.in === "resume");
  if (!resume?.node.type) return;
  const type = checker.getTypeFromTypeNode(resume.node.type);
  if (checker.isTypeAssignableTo(checkpoint.type, type)) return;
  reporter.report("SO217", resume.node, {
    name: resume.parameter.name,
    checkpoint: checker.typeToString(checkpoint.type),
    resume: checker.typeToString(type),
  });
}
