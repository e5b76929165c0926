/** @get /files/admin-burgers */
export async function adminDashBurgersFile(): Promise<string> {
  return "admin-burgers";
}
