/** @get /files/limit-body */
export async function limitBodyFile(): Promise<string> {
  return "limit-body";
}
