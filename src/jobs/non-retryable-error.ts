/** Thrown by a plain `function` or a `function*` whose next try would fail too: its job fails at once, whatever its `@retries`. */
export class NonRetryableError extends Error {
  override name = "NonRetryableError";
}
