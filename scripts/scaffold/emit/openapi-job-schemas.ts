/**
 * Jobs as schemas: as `src/jobs/protocol.ts` and `src/jobs/http` write them.
 *
 * @module
 */

/** What the schemas of jobs and problems are called in this document. */
interface Names {
  problem: string;
  job: string;
}

export const STATUSES = ["queued", "scheduled", "running", "waiting", "succeeded", "failed", "cancelled"];

const TIME = { type: "string", format: "date-time" };

export function jobSchema({ problem }: Names) {
  return {
    type: "object",
    description: "A call of a CPU operation, on its way through the queue.",
    properties: {
      id: { type: "string" },
      operation: { type: "string", description: "`all()`: a batch of others." },
      status: {
        enum: STATUSES,
        description:
          "`queued` waits for a lane, `scheduled` for a time, `waiting` for jobs that it submitted; the last three are final.",
      },
      progress: { anyOf: [{ type: "number", minimum: 0, maximum: 1 }, { type: "null" }] },
      attempt: { type: "integer", minimum: 0, description: "How many times it was begun." },
      createdAt: TIME,
      startedAt: { anyOf: [TIME, { type: "null" }] },
      finishedAt: { anyOf: [TIME, { type: "null" }] },
      error: { $ref: `#/components/schemas/${problem}` },
    },
    required: ["id", "operation", "status", "progress", "attempt", "createdAt", "startedAt", "finishedAt"],
    examples: [
      {
        id: "enam0_Fr-Ys7pQnOKS7NX8SPIX8DER",
        operation: "multiply",
        status: "running",
        progress: 0.25,
        attempt: 1,
        createdAt: "2026-11-25T12:00:00.000Z",
        startedAt: "2026-11-25T12:00:00.250Z",
        finishedAt: null,
      },
    ],
  };
}

/** A job as operators see it. */
export function jobView({ job }: Names) {
  return {
    allOf: [
      { $ref: `#/components/schemas/${job}` },
      {
        type: "object",
        properties: {
          queue: { type: "string" },
          priority: { type: "integer", minimum: -10, maximum: 10 },
          dueAt: {
            anyOf: [TIME, { type: "null" }],
            description: "When it starts, is tried again, loses its lease or is forgotten.",
          },
          parent: {
            anyOf: [{ type: "string" }, { type: "null" }],
            description: "The job that waits for it.",
          },
          requestId: {
            anyOf: [{ type: "string" }, { type: "null" }],
            description: "Of the request that it came with.",
          },
        },
        required: ["queue", "priority", "dueAt", "parent", "requestId"],
      },
    ],
  };
}

/** What is posted to a `Webhook-Url` (https://www.standardwebhooks.com). */
export function completionWebhook({ job }: Names, operationId: string) {
  const header = (name: string, description: string) => ({
    name,
    in: "header",
    required: true,
    description,
    schema: { type: "string" },
  });
  return {
    post: {
      operationId,
      tags: ["jobs"],
      summary: "A job is done.",
      description:
        "Sent to the `Webhook-Url` that the job was ordered with, signed as Standard Webhooks says, and again for three days until it is answered with a 2xx status; 410 ends it.",
      parameters: [
        header("webhook-id", "Of the event: the same each time that it is sent."),
        header("webhook-timestamp", "Seconds since the epoch."),
        header(
          "webhook-signature",
          "`v1,` and the HMAC-SHA256 in base64; several, separated by spaces, while secrets change.",
        ),
      ],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: {
              type: "object",
              properties: {
                type: { enum: ["job.succeeded", "job.failed", "job.cancelled"] },
                timestamp: { ...TIME, description: "When the job was done." },
                data: { $ref: `#/components/schemas/${job}` },
              },
              required: ["type", "timestamp", "data"],
            },
          },
        },
      },
      responses: { "2XX": { description: "It came." }, "410": { description: "No more of these." } },
    },
  };
}
