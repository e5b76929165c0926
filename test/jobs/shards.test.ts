import { describe, expect, test } from "vitest";
import { newJobId, shardNear, shardOfJob, shardOfKey } from "../../src/jobs/shards";

const SHARDS = 3;

describe("the id of a job", () => {
  test("names its shard", () => {
    for (const continent of ["AF", "AS", "EU", "NA", "OC", "SA", "AN", undefined]) {
      const shard = shardNear(continent, SHARDS);
      expect(shardOfJob(newJobId(shard), SHARDS)).toEqual(shard);
    }
    const shard = shardOfKey("00000004", SHARDS);
    expect(shard).toEqual({ name: "any1", location: undefined });
    expect(shardOfJob(newJobId(shard), SHARDS)).toEqual(shard);
  });

  test("is never the same twice", () => {
    const shard = shardNear("EU", 1);
    expect(new Set(Array.from({ length: 1000 }, () => newJobId(shard))).size).toBe(1000);
  });

  test("sorts by time", () => {
    const shard = shardNear("EU", 1);
    const times = [0, 35, 36, 1_700_000_000_000, 1_700_000_000_001, 90_000_000_000_000];
    const ids = times.map((time) => newJobId(shard, time));
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) expect(shardOfJob(id, SHARDS)).toEqual(shard);
  });

  test.each([
    ["nothing", ""],
    ["no shard", "A".repeat(33)],
    ["a region that is none", `mars0_${"A".repeat(33)}`],
    ["a continent that has another name", `EU0_${"A".repeat(33)}`],
    ["a shard that there is not", `weur3_${"A".repeat(33)}`],
    ["a number that is written otherwise", `weur00_${"A".repeat(33)}`],
    ["too few characters", `weur0_${"A".repeat(32)}`],
    ["too many", `weur0_${"A".repeat(34)}`],
    ["something that is not base64url", `weur0_${"A".repeat(32)}/`],
    ["a property of every object", `constructor0_${"A".repeat(33)}`],
  ])("is not %s", (_, id) => {
    expect(shardOfJob(id, SHARDS)).toBeNull();
  });
});

describe("shardNear", () => {
  test("goes by the continent, and to North America where that says nothing", () => {
    expect(shardNear("EU", 1)).toEqual({ name: "weur0", location: "weur" });
    expect(shardNear("AN", 1)).toEqual({ name: "enam0", location: "enam" });
  });
});
