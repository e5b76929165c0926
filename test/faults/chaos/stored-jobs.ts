/**
 * The jobs that the queue has on disk, whether anybody knows their ids or not.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface StoredJob {
  /** The operationId. */
  operation: string;
  /** Id of the job that waits for it. */
  parent: string | null;
}

/**
 * @param root a project, which may be served meanwhile
 * @returns by id
 */
export async function storedJobs(root: string): Promise<Map<string, StoredJob>> {
  const objects = path.join(root, ".wrangler/state/v3/do");
  const files = (await readdir(objects, { recursive: true })).filter((file) =>
    /^[^/]*JobQueue.[0-9a-f]+\.sqlite$/.test(file),
  );
  return new Map(files.flatMap((file) => rowsOf(path.join(objects, file))));
}

function rowsOf(file: string): [id: string, job: StoredJob][] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("SELECT id, operation, parent FROM jobs").all();
    return rows.map(({ id, operation, parent }) => [
      String(id),
      { operation: String(operation), parent: parent === null ? null : String(parent) },
    ]);
  } finally {
    database.close();
  }
}
