/**
 * The jobs that the queue has on disk, whether anybody knows their ids or not.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * @param root a project, which may be served meanwhile
 * @returns the operation of each job, by id
 */
export async function storedOperations(root: string): Promise<Map<string, string>> {
  const objects = path.join(root, ".wrangler/state/v3/do");
  const files = (await readdir(objects, { recursive: true })).filter((file) =>
    /^[^/]*JobQueue.[0-9a-f]+\.sqlite$/.test(file),
  );
  return new Map(files.flatMap((file) => rowsOf(path.join(objects, file))));
}

function rowsOf(file: string): [id: string, operation: string][] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("SELECT id, operation FROM jobs").all();
    return rows.map(({ id, operation }) => [String(id), String(operation)]);
  } finally {
    database.close();
  }
}
