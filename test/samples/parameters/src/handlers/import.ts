/** @get /files/import */
export async function importFile(): Promise<string> {
  return "import";
}
