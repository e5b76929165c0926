/// <reference path="./samples.d.ts" />
import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { orderOf } from "../../../src/jobs/order";
import { newJobId } from "../../../src/jobs/shards";
import { control, crashQueue, get, queue } from "../bindings";
import v1 from "./samples/v1.sql?raw";
import { tablesOf } from "./standalone";

afterEach(() => reset());

/** The jobs of the sample. */
const JOBS = {
  year: "enam0_uxnSWMSIaSrPDQbjsvprAlf8",
  bytes: "enam0_0mwwb80098g6iHfmq9Zg93th8HT497lVt",
  teapot: "enam0_0mwwb800hoiHo14wI4PBjU8ETT0NwMN2E",
  bug: "enam0_0mwwb800m0JkCLK1ZQcSQje5uy2hCakFp",
  flaky: "enam0_0mwwb800xRaW-rkdfH73jLbpZL44EyaL7",
  keyed: "enam0_0mwwb801dttfRIAF2vgHqzLEbKwGZp8w8",
  held: "enam0_0mwwb801jvkrunvx-J_xIUFuj4rSgAPth",
  paced: "enam0_0mwwb801mnALeuNoZEAsgDRGZmyqZwrxd",
  queued: "enam0_0mwwb801zm3Ufah3yJ2poVCLakUtBGz8Z",
  large: "enam0_0mwwb8023HQAyckg_og80ulIWUStiMRCq",
  cancelled: "enam0_0mwwb802a0j5spuEzP_Mv9q2bZHqdFEcU",
};

/** Put an older database in place of the shard's; the next call finds it there. */
async function restoreSample(sql: string): Promise<void> {
  await runInDurableObject(queue(), async (_, { storage }) => {
    for (const table of [...tablesOf(storage.sql), "migrations"]) storage.sql.exec(`DROP TABLE ${table}`);
    storage.sql.exec(sql);
    await storage.sync();
  });
  await crashQueue();
}

async function result(id: string): Promise<Response> {
  return get(`/jobs/${id}/result`, { prefer: "wait=30" });
}

describe("a shard of the first version", () => {
  beforeEach(() => restoreSample(v1));

  test("has its results, bodies and failures still", async () => {
    const year = await result(JOBS.year);
    expect(year.status).toBe(201);
    expect(await year.json()).toEqual({ year: 2026, date: "2026-11-23T00:00:00.000Z" });
    const bytes = new Uint8Array(await (await result(JOBS.bytes)).arrayBuffer());
    expect(bytes).toEqual(new Uint8Array(3_000).map((_, index) => index % 251));
    expect((await result(JOBS.teapot)).status).toBe(418);
    expect((await result(JOBS.bug)).status).toBe(500);
    expect((await result(JOBS.cancelled)).status).toBe(410);
  });

  test("does what was queued, and again what ran, from its last checkpoint", async () => {
    await queue().wake();
    await control().told(`begun ${JOBS.held}`);
    await control().release(JOBS.held);
    expect(await (await result(JOBS.held)).json()).toBe("x");
    for (const step of [1, 2]) {
      await control().told(`stepped ${JOBS.paced}`, step);
      await control().release(JOBS.paced);
    }
    expect(await (await result(JOBS.paced)).json()).toEqual({ counted: 3, resumedFrom: 1 });
    expect(await (await result(JOBS.queued)).json()).toBe(3);
    expect((await (await result(JOBS.large)).arrayBuffer()).byteLength).toBe(2_500);
    expect(await queue().get(JOBS.held)).toMatchObject({ status: "succeeded", attempt: 2 });
    const order = orderOf({ operation: "add" }, [4, 5]);
    const id = newJobId({ name: "enam0" });
    await queue().submit({ ...order, id, startAt: null, key: null }, 0);
    expect(await (await result(id)).json()).toBe(9);
  });

  test("tries again what was scheduled, as often as its policy said", async () => {
    for (const id of [JOBS.held, JOBS.paced]) await queue().cancel(id);
    // Its time had come long ago: the second of three tries fails too, and the last one waits again.
    for await (const line of (await get(`/jobs/${JOBS.flaky}/events`)).body as ReadableStream<Uint8Array>)
      if (new TextDecoder().decode(line).includes('"status":"scheduled"')) break;
    expect(await queue().get(JOBS.flaky)).toMatchObject({ status: "scheduled", attempt: 2 });
  });

  test("knows its idempotency keys, and what they were used for", async () => {
    const order = (args: unknown[], payload: string) => ({
      ...orderOf({ operation: "add" }, args),
      id: newJobId({ name: "enam0" }),
      startAt: null,
      key: {
        scope: "kept" as const,
        key: "05ab78e4c1219004d02a142804ee88eca1e80d1513a31fcbb83b6534c104400e",
        payload,
      },
    });
    const payload = "f6757a03d31cb7a88b6f86035ef8b12b505fc957573d8088122135785ad98fab";
    expect(await queue().submit(order([20, 3], payload), 0)).toMatchObject({ job: { id: JOBS.keyed } });
    expect(await queue().submit(order([20, 4], "other"), 0)).toEqual({ type: "conflict" });
  });

  test("keeps what was done for a day more, however long ago that was", async () => {
    await queue().get(JOBS.year);
    await runDurableObjectAlarm(queue());
    expect(await queue().get(JOBS.year)).toMatchObject({ status: "succeeded" });
    const due = await runInDurableObject(queue(), (_, { storage: { sql } }) =>
      sql.exec<{ due_at: number }>("SELECT due_at FROM jobs WHERE id = ?", JOBS.year).one(),
    );
    expect(due.due_at).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  });

  test("has the tables of a new one", async () => {
    const schema = () =>
      runInDurableObject(queue(), (_, { storage: { sql } }) =>
        sql
          .exec<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master ORDER BY name")
          .toArray()
          .filter(({ name, sql }) => sql !== null && !name.startsWith("_cf_"))
          .map(({ sql }) => sql.replaceAll(/\s+/g, " ").replaceAll('"', "")),
      );
    const migrated = await schema();
    await reset();
    expect(migrated).toEqual(await schema());
  });
});
