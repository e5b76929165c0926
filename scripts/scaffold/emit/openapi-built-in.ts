/**
 * The schemas that no stub declares and every operation shares, and what they are called.
 *
 * @module
 */

import type { Project } from "../operation.ts";
import { jobSchema } from "./openapi-job-schemas.ts";

/** What the built-in schemas are called in this document: a model of the same name keeps it. */
export interface BuiltIns {
  problem: string;
  job: string;
  /** The security scheme of operators. */
  scheme: string;
}

export function builtInsOf({ models, securitySchemes }: Project): BuiltIns {
  const taken = Object.keys(models);
  const scheme = free("operators", Object.keys(securitySchemes));
  return { problem: free("Problem", taken), job: free("Job", taken), scheme };
}

export function problemAnswer({ problem }: BuiltIns, description: string) {
  return { description, content: { "application/problem+json": { schema: referenceTo(problem) } } };
}

export function jobAnswer({ job }: BuiltIns, description: string) {
  return { description, content: { "application/json": { schema: referenceTo(job) } } };
}

export function builtInSchemas(names: BuiltIns, runsJobs: boolean) {
  return { [names.problem]: PROBLEM, ...(runsJobs && { [names.job]: jobSchema(names) }) };
}

/** `src/operations/problem.ts` */
const PROBLEM = {
  type: "object",
  description: "What went wrong (RFC 9457).",
  properties: {
    type: { type: "string", format: "uri-reference" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    errors: {
      type: "array",
      description: "Everything that is wrong with the request.",
      items: {
        type: "object",
        properties: {
          loc: { type: "array", items: { anyOf: [{ type: "string" }, { type: "integer" }] } },
          type: { type: "string" },
          message: { type: "string" },
        },
        required: ["loc", "type", "message"],
      },
    },
    requestId: { type: "string" },
  },
  required: ["title", "status"],
  examples: [
    {
      title: "Unprocessable Content",
      status: 422,
      detail: "The request does not fit this operation.",
      errors: [{ loc: ["query", "limit"], type: "minimum", message: "Must be at least 1." }],
    },
  ],
} as const;

export function referenceTo(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/** Names for operations that no stub has. */
export function freeOperation({ operations }: Project): (name: string) => string {
  const taken = operations.map(({ name }) => name);
  return (name) => free(name, taken);
}

/** The name, or one like it that is not taken. */
function free(name: string, taken: string[]): string {
  let candidate = name;
  for (let n = 2; taken.includes(candidate); n++) candidate = `${name}${n}`;
  return candidate;
}
