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
  // Queues and priorities, batches, retention; small values in the row itself; a version in place of stored events.
  // What was kept for good until then is kept for a day from now on.
  `CREATE TABLE jobs_2 (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     operation TEXT NOT NULL,
     queue TEXT NOT NULL,
     priority INTEGER NOT NULL,
     policy TEXT NOT NULL,
     status TEXT NOT NULL,
     version INTEGER NOT NULL,
     rank INTEGER NOT NULL,
     attempt INTEGER NOT NULL,
     lease INTEGER NOT NULL,
     resting INTEGER NOT NULL,
     progress REAL,
     failures INTEGER NOT NULL,
     losses INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     started_at INTEGER,
     finished_at INTEGER,
     due_at INTEGER,
     failure TEXT,
     parent TEXT,
     children INTEGER NOT NULL,
     pending INTEGER NOT NULL,
     arguments BLOB,
     response TEXT,
     body BLOB
   );
   INSERT INTO jobs_2
     SELECT seq, id, operation, operation, 0,
       json_object('retries', retries, 'timeout', timeout, 'retention', 86400000,
         'backoff', json_object('first', 1000, 'longest', 600000)),
       status, 1 + (SELECT count(*) FROM events WHERE job = jobs.id), created_at, attempt, attempt, 0, progress,
       failures, losses, created_at, started_at, finished_at,
       CASE WHEN finished_at IS NULL THEN due_at ELSE unixepoch() * 1000 + 86400000 END, failure, NULL, 0, 0, NULL, response, NULL
     FROM jobs;
   DROP TABLE jobs;
   DROP TABLE events;
   ALTER TABLE jobs_2 RENAME TO jobs;
   CREATE INDEX jobs_queued ON jobs (queue, rank) WHERE status = 'queued';
   CREATE INDEX jobs_due ON jobs (status, due_at) WHERE due_at IS NOT NULL;
   CREATE INDEX jobs_parent ON jobs (parent, status) WHERE parent IS NOT NULL;

   CREATE TABLE keys (
     key TEXT PRIMARY KEY,
     payload TEXT,
     job TEXT NOT NULL
   ) WITHOUT ROWID;
   INSERT INTO keys SELECT key, payload, job FROM idempotency_keys;
   DROP TABLE idempotency_keys;
   CREATE INDEX keys_job ON keys (job);

   CREATE TABLE attempts (
     job TEXT NOT NULL,
     n INTEGER NOT NULL,
     at INTEGER NOT NULL,
     failure TEXT NOT NULL,
     error TEXT,
     PRIMARY KEY (job, n)
   ) WITHOUT ROWID;

   CREATE TABLE progress (
     job TEXT NOT NULL,
     at INTEGER NOT NULL,
     progress REAL NOT NULL,
     PRIMARY KEY (job, at)
   ) WITHOUT ROWID;

   CREATE TABLE waits (
     job TEXT NOT NULL,
     n INTEGER NOT NULL,
     batch TEXT NOT NULL,
     PRIMARY KEY (job, n)
   ) WITHOUT ROWID;

   CREATE TABLE queues (
     name TEXT PRIMARY KEY,
     paused INTEGER NOT NULL DEFAULT 0,
     draining INTEGER NOT NULL DEFAULT 0,
     limits TEXT,
     overrides TEXT,
     next_start INTEGER NOT NULL DEFAULT 0
   ) WITHOUT ROWID;

   CREATE TABLE deliveries (
     job TEXT PRIMARY KEY,
     url TEXT NOT NULL,
     attempt INTEGER NOT NULL,
     due_at INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX deliveries_due ON deliveries (due_at);

   CREATE TABLE schedules (
     name TEXT PRIMARY KEY,
     tick INTEGER NOT NULL,
     job TEXT
   ) WITHOUT ROWID;

   CREATE TABLE metrics (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     value TEXT NOT NULL
   );`,
  `CREATE TABLE history (
     step INTEGER NOT NULL,
     at INTEGER NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (step, at)
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
