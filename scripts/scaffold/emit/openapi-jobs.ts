/**
 * The operations under `/jobs`, which `src/jobs/http` serves, and what it posts to webhooks.
 *
 * @module
 */

import type { Project } from "../operation.ts";
import { type BuiltIns, freeOperation, jobAnswer, problemAnswer, referenceTo } from "./openapi-built-in.ts";
import { completionWebhook } from "./openapi-job-schemas.ts";
import { operatorPaths } from "./openapi-operators.ts";

const id = {
  name: "id",
  in: "path",
  required: true,
  description: "The ticket. Whoever has it may see and cancel the job.",
  schema: { type: "string" },
} as const;

/** The webhooks of a project that runs jobs. */
export function jobWebhooks(project: Project, names: BuiltIns) {
  return { jobDone: completionWebhook(names, freeOperation(project)("jobDone")) };
}

/** How operators show who they are. */
export const OPERATORS_SCHEME = {
  type: "http",
  scheme: "bearer",
  description: "The secret `JOBS_TOKEN`.",
};

export function jobPaths(project: Project, names: BuiltIns) {
  return { ...ticketPaths(names, freeOperation(project)), ...operatorPaths(names, freeOperation(project)) };
}

function ticketPaths(names: BuiltIns, free: (name: string) => string) {
  const problem = (description: string) => problemAnswer(names, description);
  const job = (description: string) => jobAnswer(names, description);
  const unknownJob = problem("There is no such job.");
  return {
    "/jobs/{id}": {
      get: {
        operationId: free("readJob"),
        tags: ["jobs"],
        summary: "Read where a job stands.",
        parameters: [id],
        responses: { "200": job("The job."), "404": unknownJob },
      },
      delete: {
        operationId: free("cancelJob"),
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
        operationId: free("readJobResult"),
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
        operationId: free("followJob"),
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
