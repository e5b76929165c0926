/**
 * What handlers and dependencies import: the markers and ready-made constraints, which are types only, and the task
 * group, and errors with a body of their own. All other errors are Hono's `HTTPException`, from `hono/http-exception`.
 *
 * @module
 */

export type * from "./constraints";
export * from "./http-error";
export type * from "./markers";
export * from "./task-group";
