/**
 * `GET /health` in the document: `src/health`.
 *
 * @module
 */

/** As `src/operations/app.ts` has it. */
export const HEALTH_PATH = "/health";

/** @param operationId a name that no stub has */
export function healthPath(operationId: string) {
  return {
    [HEALTH_PATH]: {
      get: {
        operationId,
        tags: ["health"],
        summary: "See whether the API has what it stands on.",
        responses: {
          "200": answer("All of it is there."),
          "503": answer("Something is not."),
        },
      },
    },
  };
}

function answer(description: string) {
  return { description, content: { "application/json": { schema: HEALTH } } };
}

const CHECK = {
  type: "object",
  properties: {
    status: {
      enum: ["ok", "busy", "failed"],
      description: "`busy`: it works, and so does not answer in time.",
    },
    ms: { type: "number", minimum: 0, description: "Milliseconds that it took to answer." },
  },
  required: ["status", "ms"],
};

const HEALTH = {
  type: "object",
  properties: {
    status: { enum: ["ok", "failed"] },
    checks: {
      type: "object",
      description: "By name: `database`, `queue`, `executor`.",
      additionalProperties: CHECK,
    },
  },
  required: ["status", "checks"],
};
