/** @get /files/admin/burgers */
export async function adminBurgersFile(): Promise<string> {
  return "admin/burgers";
}
