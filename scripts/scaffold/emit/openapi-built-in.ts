/**
 * What no stub declares: the operations under `/jobs`, which `src/jobs/http/routes.ts` serves, and the schemas that every
 * operation shares.
 *
 * @module
 */

import type { Project } from "../operation.ts";

/** What the built-in schemas are called in this document: a model of the same name keeps it. */
export interface BuiltIns {
  problem: string;
  job: string;
}

export function builtInsOf({ models }: Project): BuiltIns {
  const taken = Object.keys(models);
  return { problem: free("Problem", taken), job: free("Job", taken) };
}

export function problemAnswer({ problem }: BuiltIns, description: string) {
  return { description, content: { "application/problem+json": { schema: referenceTo(problem) } } };
}

export function jobAnswer({ job }: BuiltIns, description: string) {
  return { description, content: { "application/json": { schema: referenceTo(job) } } };
}

const id = {
  name: "id",
  in: "path",
  required: true,
  description: "The ticket. Whoever has it may see and cancel the job.",
  schema: { type: "string" },
} as const;

export function jobPaths(project: Project, names: BuiltIns) {
  const taken = project.operations.map(({ name }) => name);
  const problem = (description: string) => problemAnswer(names, description);
  const job = (description: string) => jobAnswer(names, description);
  const unknownJob = problem("There is no such job.");
  return {
    "/jobs/{id}": {
      get: {
        operationId: free("readJob", taken),
        tags: ["jobs"],
        summary: "Read where a job stands.",
        parameters: [id],
        responses: { "200": job("The job."), "404": unknownJob },
      },
      delete: {
        operationId: free("cancelJob", taken),
        tags: ["jobs"],
        summary: "Cancel a job.",
        description:
          "A job that runs is cancelled at once; its executor stops at the next `yield`, or its outcome is dropped.",
        parameters: [id],
        responses: {
          "200": job("The job, cancelled."),
          "404": unknownJob,
          "409": problem("The job has ended already."),
        },
      },
    },
    "/jobs/{id}/result": {
      get: {
        operationId: free("readJobResult", taken),
        tags: ["jobs"],
        summary: "Read a job's result: what its operation would have answered.",
        parameters: [id],
        responses: {
          "200": { description: "The operation's own answer, with its own status and media type." },
          "202": job("The job is not done yet."),
          "404": unknownJob,
          default: problem("The problem that the operation ended with."),
        },
      },
    },
    "/jobs/{id}/events": {
      get: {
        operationId: free("followJob", taken),
        tags: ["jobs"],
        summary: "Follow a job.",
        description:
          "One event a change, each the whole job; the stream ends with the job. `Last-Event-ID` resumes it.",
        parameters: [id, { name: "Last-Event-ID", in: "header", schema: { type: "string" } }],
        responses: {
          "200": {
            description: "The job's changes.",
            content: { "text/event-stream": { schema: referenceTo(names.job) } },
          },
          "404": unknownJob,
        },
      },
    },
  };
}

export function builtInSchemas({ problem, job }: BuiltIns, runsJobs: boolean) {
  return { [problem]: PROBLEM, ...(runsJobs && { [job]: jobSchema(problem) }) };
}

function jobSchema(problem: string) {
  return {
    type: "object",
    description: "A call of a CPU operation, on its way through the queue.",
    properties: {
      id: { type: "string" },
      operation: { type: "string" },
      status: { enum: ["queued", "scheduled", "running", "succeeded", "failed", "cancelled"] },
      progress: { anyOf: [{ type: "number", minimum: 0, maximum: 1 }, { type: "null" }] },
      attempt: { type: "integer", minimum: 0 },
      createdAt: { type: "string", format: "date-time" },
      startedAt: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
      finishedAt: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
      error: referenceTo(problem),
    },
    required: ["id", "operation", "status", "progress", "attempt", "createdAt", "startedAt", "finishedAt"],
  };
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
} as const;

function referenceTo(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/** The name, or one like it that is not taken. */
function free(name: string, taken: string[]): string {
  let candidate = name;
  for (let n = 2; taken.includes(candidate); n++) candidate = `${name}${n}`;
  return candidate;
}
