/**
 * The operations under `/jobs`, which no stub declares: `src/jobs/http/routes.ts` serves them.
 *
 * @module
 */

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const job = (description: string) => ({
  description,
  content: { "application/json": { schema: { $ref: "#/components/schemas/Job" } } },
});

const id = {
  name: "id",
  in: "path",
  required: true,
  description: "The ticket. Whoever has it may see and cancel the job.",
  schema: { type: "string" },
} as const;

const unknownJob = problem("There is no such job.");

export const jobPaths = {
  "/jobs/{id}": {
    get: {
      operationId: "readJob",
      tags: ["jobs"],
      summary: "Read where a job stands.",
      parameters: [id],
      responses: { "200": job("The job."), "404": unknownJob },
    },
    delete: {
      operationId: "cancelJob",
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
      operationId: "readJobResult",
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
      operationId: "followJob",
      tags: ["jobs"],
      summary: "Follow a job.",
      description:
        "One event a change, each the whole job; the stream ends with the job. `Last-Event-ID` resumes it.",
      parameters: [id, { name: "Last-Event-ID", in: "header", schema: { type: "string" } }],
      responses: {
        "200": {
          description: "The job's changes.",
          content: { "text/event-stream": { schema: { $ref: "#/components/schemas/Job" } } },
        },
        "404": unknownJob,
      },
    },
  },
} as const;

export const jobComponents = {
  Job: {
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
      error: { $ref: "#/components/schemas/Problem" },
    },
    required: ["id", "operation", "status", "progress", "attempt", "createdAt", "startedAt", "finishedAt"],
  },
} as const;
