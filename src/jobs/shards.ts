/**
 * Which shard of the queue a job is in: its id says so, and nothing looks anything up.
 *
 * @module
 */

/** Where the shards of each continent are. The location hints are those that Durable Objects know. */
const REGIONS: Readonly<Record<string, DurableObjectLocationHint>> = {
  AF: "afr",
  AS: "apac",
  EU: "weur",
  NA: "enam",
  OC: "oc",
  SA: "sam",
};

const DEFAULT_REGION = "enam";

/** Shards without a location hint begin near their first caller. Jobs with an idempotency key are in these. */
const ANYWHERE = "any";

/** The shard that schedules run in. */
export const SCHEDULES_SHARD = `${ANYWHERE}0`;

/** Until ids began with the time, they were shorter, and such jobs may still be there. */
const ID = /^(([a-z]+)(0|[1-9]\d{0,2}))_(?:[\w-]{33}|[\w-]{24})$/;

/** 144 bits: more than the 128 that make an id unguessable, and no padding in base64. */
const RANDOM_BYTES = 18;

/** Milliseconds since the epoch in base 36, until the year 5188. */
const TIME_CHARACTERS = 9;

/** A shard of the queue. */
export interface Shard {
  /** Name of its Durable Object. */
  name: string;
  /** Where to create it; undefined leaves it to the first caller. */
  location: DurableObjectLocationHint | undefined;
}

/**
 * A shard near a request.
 *
 * @param continent `request.cf.continent`; undefined where there is no request
 * @param shards how many shards a region has
 */
export function shardNear(continent: string | undefined, shards: number): Shard {
  const region = REGIONS[continent ?? ""] ?? DEFAULT_REGION;
  return { name: `${region}${Math.floor(Math.random() * shards)}`, location: region };
}

/**
 * The shard of an idempotency key, the same wherever the request comes from.
 *
 * @param digest hexadecimal digest of the key
 */
export function shardOfKey(digest: string, shards: number): Shard {
  return { name: `${ANYWHERE}${Number.parseInt(digest.slice(0, 8), 16) % shards}`, location: undefined };
}

/**
 * A new job id in that shard. It begins with the time, so that jobs of one time lie on the same pages of the tables
 * and their indices: a commit then writes a few pages instead of some for each job.
 *
 * @param now milliseconds since the epoch
 */
export function newJobId(shard: Pick<Shard, "name">, now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  const random = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return `${shard.name}_${now.toString(36).padStart(TIME_CHARACTERS, "0")}${random}`;
}

/** A new job id in the shard of that job. */
export function newSiblingId(id: string, now = Date.now()): string {
  return newJobId({ name: id.slice(0, id.indexOf("_")) }, now);
}

/** The shard of a job; null when no job has such an id, so that nobody brings new objects into being by asking. */
export function shardOfJob(id: string, shards: number): Shard | null {
  const [, name, region, index] = ID.exec(id) ?? [];
  if (name === undefined || region === undefined || Number(index) >= shards) return null;
  const location = Object.values(REGIONS).find((known) => known === region);
  return location !== undefined || region === ANYWHERE ? { name, location } : null;
}

/** All shards that there may be. */
export function allShards(shards: number): Shard[] {
  const regions: [string, Shard["location"]][] = Object.values(REGIONS).map((region) => [region, region]);
  return [...regions, [ANYWHERE, undefined] as const].flatMap(([name, location]) =>
    Array.from({ length: shards }, (_, index) => ({ name: `${name}${index}`, location })),
  );
}
