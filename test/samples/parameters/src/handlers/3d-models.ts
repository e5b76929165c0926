/** @get /files/3d-models */
export async function threeDModelsFile(): Promise<string> {
  return "3d-models";
}
