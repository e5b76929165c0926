/**
 * The vocabulary of doc tags, and the check that a comment uses no other: a misspelt tag must not pass in silence.
 *
 * @module
 */

import type { Method } from "../operation.ts";
import type { Doc, DocTag } from "./doc.ts";
import type { Reporter } from "./reporter.ts";
import { closest } from "./spelling.ts";

const METHODS: readonly string[] = [
  "get",
  "put",
  "post",
  "patch",
  "delete",
  "head",
  "options",
] satisfies Method[];

/** The tag of a WebSocket, which begins as a GET. */
const SOCKET_TAG = "websocket";

/** Tags of what runs as a job, with or without a route. */
export const JOB_TAGS: readonly string[] = [
  ...["queue", "priority", "retries", "backoff", "timeout"],
  ...["concurrency", "rate", "unique", "retention"],
];
const OPERATION_TAGS = ["status", "deprecated", "produces", "tag", "schedule"];
/** Tags that a dependency may have too. */
const CALLABLE_TAGS = ["throws", "security", "consumes", "param", ...JOB_TAGS];
/** Tags that make a job of a function without a method tag. */
const STARTING_TAGS = ["job", "schedule"];

const CONSTRAINT_TAGS = [
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minLength", "maxLength", "pattern", "format"],
  ...["minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"],
  ...["asType", "default", "examples", "title", "readonly", "writeonly"],
];

/** Tags of a parameter alone. */
const PARAMETER_TAGS = ["style"];

/** Tags of JSDoc, TSDoc and TypeDoc that others read and that change nothing here. */
const NEUTRAL_TAGS = [
  ...[
    "see",
    "example",
    "remarks",
    "returns",
    "return",
    "yields",
    "todo",
    "author",
    "since",
    "version",
    "license",
  ],
  ...[
    "internal",
    "public",
    "alpha",
    "beta",
    "experimental",
    "template",
    "typeParam",
    "privateRemarks",
    "inheritDoc",
  ],
  ...["module", "packageDocumentation", "file", "fileoverview", "link", "linkcode", "linkplain"],
];

const VOCABULARY = {
  operation: [...METHODS, SOCKET_TAG, ...OPERATION_TAGS, ...CALLABLE_TAGS],
  socket: [...METHODS, SOCKET_TAG, "deprecated", "tag", "throws", "security", "param"],
  job: [...STARTING_TAGS, ...JOB_TAGS, "throws", "produces", "deprecated", "param"],
  dependency: [...CALLABLE_TAGS, "deprecated"],
  type: [...CONSTRAINT_TAGS, "deprecated"],
};

export type Bearer = keyof typeof VOCABULARY;

const BEARER_NAMES: Record<Bearer, string> = {
  operation: "an operation",
  socket: "a WebSocket",
  job: "a job without a route",
  dependency: "a dependency",
  type: "a type",
};

/** Whether the tag says method and path. */
export function isRouteTag(name: string): boolean {
  return METHODS.includes(name) || isSocketTag(name);
}

export function isSocketTag(name: string): boolean {
  return name === SOCKET_TAG;
}

/** The method that the tag of a route stands for. */
export function methodOf(tag: string): Method {
  return isSocketTag(tag) ? "get" : (tag as Method);
}

/** The tags that say method and path. */
export function routeTagsOf(doc: Doc): DocTag[] {
  return doc.tags.filter(({ name }) => isRouteTag(name));
}

/** The tags that make a job of a function; with a method tag, it is an operation. */
export function jobTagsOf(doc: Doc): DocTag[] {
  return doc.tags.filter(({ name }) => STARTING_TAGS.includes(name));
}

/** Whether the tag says how jobs run, or when. */
export function isPolicyTag(name: string): boolean {
  return JOB_TAGS.includes(name) || name === "schedule";
}

/** Report every tag that has no meaning on its bearer. */
export function checkTags(doc: Doc, bearer: Bearer, reporter: Reporter): void {
  const known = VOCABULARY[bearer];
  for (const { name: tag, span } of doc.tags) {
    if (known.includes(tag) || NEUTRAL_TAGS.includes(tag)) continue;
    if (tag === "job") {
      if (bearer === "operation" || bearer === "socket") reporter.report("SO115", span, {});
      else
        reporter.report("SO102", span, {
          tag,
          here: BEARER_NAMES[bearer],
          there: "a function in src/handlers",
        });
    } else if (CONSTRAINT_TAGS.includes(tag)) {
      const there = "the type, the property or the parameter that it constrains";
      reporter.report("SO102", span, { tag, here: BEARER_NAMES[bearer], there });
    } else if (PARAMETER_TAGS.includes(tag)) {
      reporter.report("SO102", span, { tag, here: BEARER_NAMES[bearer], there: "the parameter itself" });
    } else if (VOCABULARY.operation.includes(tag)) {
      reporter.report("SO102", span, {
        tag,
        here: BEARER_NAMES[bearer],
        there: bearer === "socket" ? "an operation that answers" : "an operation",
      });
    } else {
      reporter.report("SO101", span, { tag, suggestion: closest(tag, [...known, ...NEUTRAL_TAGS]) });
    }
  }
}
