import type { Operation } from "../operation.ts";
import { checkCheckpoint } from "./checkpoints.ts";
import type { Dependencies } from "./dependencies.ts";
import { type DocTag, summaryOf } from "./doc.ts";
import { FunctionTags } from "./function-tags.ts";
import { checkSignature, type NamedFunction } from "./functions.ts";
import { readJobPolicy } from "./job-policy.ts";
import { type ReadParameter, readParameters } from "./parameters.ts";
import { pathOf, placeholdersOf } from "./paths.ts";
import type { Reading } from "./reading.ts";
import { readReturns } from "./returns.ts";
import { checkScheduled } from "./rules/scheduled.ts";
import type { SecurityTag } from "./security.ts";
import { readSocket } from "./sockets.ts";
import { moduleOf } from "./symbols.ts";
import { checkTags, isRouteTag, isSocketTag, methodOf } from "./tags.ts";
import { readThrows } from "./throws.ts";

/** An operation with what the rules of the whole project point at. */
export interface ReadOperation {
  operation: Operation;
  fn: NamedFunction;
  /** The tag with method and path. */
  tag: DocTag;
  parameters: ReadParameter[];
  security: SecurityTag[];
}

/** Undefined for a stub whose method tag names no method. */
export function readOperation(
  reading: Reading,
  dependencies: Dependencies,
  fn: NamedFunction,
  tag: DocTag,
): ReadOperation | undefined {
  const module = moduleOf(reading, fn.node);
  if (!isRouteTag(tag.name) || module === undefined) return undefined;
  const { reporter } = reading;
  checkSignature(reading, fn);
  const isSocket = isSocketTag(tag.name);
  checkTags(fn.doc, isSocket ? "socket" : "operation", reporter);
  const tags = new FunctionTags(fn, reporter);
  tags.check();
  const path = pathOf(tag, reporter);
  const mediaTypes = tags.consumes();
  const parameters = readParameters({
    reading,
    fn,
    hasRequest: true,
    placeholders: placeholdersOf(path),
    dependencies,
    mediaTypes,
    leavesRequest: isSocket && fn.kind === "async",
  });
  const produces = tags.produces();
  const returns = isSocket
    ? readSocket(
        reading,
        fn,
        parameters.map(({ parameter }) => parameter),
      )
    : readReturns(reading, fn, produces);
  if (!isSocket) checkCheckpoint(reading, fn, parameters);
  const status = isSocket ? 101 : (tags.status() ?? (returns.type === "empty" ? 204 : 200));
  const statusTag = tags.first("status");
  const isBodiless = status === 204 || status === 205 || status === 304;
  if (isBodiless && statusTag && returns.type !== "empty" && returns.type !== "response") {
    reporter.report("SO114", statusTag.valueSpan, { status });
  }
  const named = tags.tags();
  const job = isSocket ? undefined : readJobPolicy(fn, tags, reporter);
  if (job) checkScheduled(fn.name, job, parameters, reporter);
  const operation: Operation = {
    name: fn.name,
    kind: fn.kind,
    module,
    place: reporter.placeOf(fn.nameNode),
    parameters: parameters.map(({ parameter }) => parameter),
    method: methodOf(tag.name),
    path,
    tags: named.length > 0 ? named : [module.split("/").at(-1) ?? module],
    ...summaryOf(fn.doc.text),
    deprecated: tags.has("deprecated"),
    status,
    returns,
    throws: readThrows(reading, tags),
    security: [],
    ...(job && { job }),
  };
  return { operation, fn, tag, parameters, security: tags.security() };
}
