/**
 * Say that the API is there.
 *
 * It does nothing else, so how long it takes is how long any request waits.
 *
 * @get /ping
 */
export async function ping(): Promise<{ status: "ok" }> {
  return { status: "ok" };
}
