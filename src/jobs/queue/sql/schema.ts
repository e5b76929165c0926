/**
 * The tables of a shard, as a list of migrations: the next one is appended, none is ever changed.
 *
 * @module
 */

const MIGRATIONS: readonly string[] = [
  `CREATE TABLE jobs (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     operation TEXT NOT NULL,
     status TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     progress REAL,
     failures INTEGER NOT NULL,
     losses INTEGER NOT NULL,
     retries INTEGER NOT NULL,
     timeout INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     started_at INTEGER,
     finished_at INTEGER,
     due_at INTEGER,
     failure TEXT,
     response TEXT
   );
   CREATE INDEX jobs_queued ON jobs (seq) WHERE status = 'queued';
   CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL;

   CREATE TABLE idempotency_keys (
     key TEXT PRIMARY KEY,
     payload TEXT NOT NULL,
     job TEXT NOT NULL
   ) WITHOUT ROWID;

   CREATE TABLE chunks (
     job TEXT NOT NULL,
     part TEXT NOT NULL,
     n INTEGER NOT NULL,
     bytes BLOB NOT NULL,
     PRIMARY KEY (job, part, n)
   ) WITHOUT ROWID;

   CREATE TABLE events (
     job TEXT NOT NULL,
     n INTEGER NOT NULL,
     snapshot TEXT NOT NULL,
     PRIMARY KEY (job, n)
   ) WITHOUT ROWID;

   CREATE TABLE counters (
     name TEXT PRIMARY KEY,
     value INTEGER NOT NULL
   ) WITHOUT ROWID;`,
];

/** Bring the tables to the newest version. Run it where nothing else runs: in `blockConcurrencyWhile`. */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) WITHOUT ROWID");
  const { version } = sql
    .exec<{ version: number }>("SELECT coalesce(max(version), 0) AS version FROM migrations")
    .one();
  MIGRATIONS.slice(version).forEach((migration, index) => {
    storage.transactionSync(() => {
      sql.exec(migration);
      sql.exec("INSERT INTO migrations (version) VALUES (?)", version + index + 1);
    });
  });
}
