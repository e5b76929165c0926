import type { JobFunction } from "../operation.ts";
import { checkCheckpoint } from "./checkpoints.ts";
import type { Dependencies } from "./dependencies.ts";
import { summaryOf } from "./doc.ts";
import { FunctionTags } from "./function-tags.ts";
import { checkSignature, kindName, type NamedFunction } from "./functions.ts";
import { readJobPolicy } from "./job-policy.ts";
import { readParameters } from "./parameters.ts";
import type { Reading } from "./reading.ts";
import { readReturns } from "./returns.ts";
import { checkScheduled } from "./rules/scheduled.ts";
import { moduleOf } from "./symbols.ts";
import { checkTags, jobTagsOf } from "./tags.ts";
import { readThrows } from "./throws.ts";

/** A function without a route, with what the rules of the whole project point at. */
export interface ReadJobFunction {
  job: JobFunction;
  fn: NamedFunction;
}

/** Undefined for a function that runs on the edge, where there are no jobs. */
export function readJobFunction(
  reading: Reading,
  dependencies: Dependencies,
  fn: NamedFunction,
): ReadJobFunction | undefined {
  const module = moduleOf(reading, fn.node);
  if (module === undefined) return undefined;
  const { reporter } = reading;
  checkSignature(reading, fn);
  checkTags(fn.doc, "job", reporter);
  const tags = new FunctionTags(fn, reporter);
  tags.check();
  readThrows(reading, tags);
  const tag = tags.first("job");
  if (tag && tag.text !== "") tags.reject(tag, "no value", "");
  const policy = readJobPolicy(fn, tags, reporter);
  if (!policy) {
    for (const { name, span } of jobTagsOf(fn.doc))
      reporter.report("SO109", span, { tag: name, kind: kindName(fn.kind) });
    return undefined;
  }
  const parameters = readParameters({
    reading,
    fn,
    hasRequest: false,
    placeholders: [],
    dependencies,
    mediaTypes: [],
  });
  checkCheckpoint(reading, fn, parameters);
  checkScheduled(fn.name, policy, parameters, reporter);
  const job: JobFunction = {
    name: fn.name,
    kind: fn.kind,
    module,
    place: reporter.placeOf(fn.nameNode),
    parameters: parameters.map(({ parameter }) => parameter),
    ...summaryOf(fn.doc.text),
    returns: readReturns(reading, fn, tags.produces()),
    job: policy,
  };
  return { job, fn };
}
