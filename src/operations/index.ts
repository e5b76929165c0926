/**
 * What handlers and dependencies import: the markers and ready-made constraints, which are types only, and the task
 * group. Errors are Hono's `HTTPException`, from `hono/http-exception`.
 *
 * @module
 */

export type * from "./constraints";
export type * from "./markers";
export * from "./task-group";
