/** @get /{page} */
export async function readPage(page: string): Promise<{ page: string }> {
  return { page };
}
