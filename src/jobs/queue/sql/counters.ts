/**
 * Statements on `counters`.
 *
 * @module
 */

/** Add one to the counter, which begins at 0. */
export function incrementCounter(sql: SqlStorage, name: string): void {
  sql.exec(
    "INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
    name,
  );
}

export function readCounter(sql: SqlStorage, name: string): number {
  return (
    sql.exec<{ value: number }>("SELECT value FROM counters WHERE name = ?", name).next().value?.value ?? 0
  );
}
