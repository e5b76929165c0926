CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  -- SHA-256 of the bearer token, in hex. The token itself is not kept.
  tokenDigest TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  customerId INTEGER NOT NULL REFERENCES customers (id),
  -- ISO 8601, UTC.
  placedAt TEXT NOT NULL,
  -- In cents.
  total INTEGER NOT NULL,
  -- JSON: the burgers as they were on the menu when they were ordered.
  burgers TEXT NOT NULL
) STRICT;

CREATE INDEX ordersByCustomer ON orders (customerId, placedAt);

CREATE TABLE auditEntries (
  id INTEGER PRIMARY KEY,
  customerId INTEGER NOT NULL REFERENCES customers (id),
  recordedAt TEXT NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed'))
) STRICT;

CREATE INDEX auditEntriesByCustomer ON auditEntries (customerId, id);
