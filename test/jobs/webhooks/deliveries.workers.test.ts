import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JobBody } from "../../../src/jobs/views";
import type { Problem } from "../../../src/operations/problem";
import { control, crashQueue, get, operate, post, queue } from "../bindings";
import { twins } from "../edge-worker";

const RECEIVER = "https://hooks.example/jobs";
const secrets = env as unknown as { WEBHOOK_SECRET?: string; WEBHOOK_ALLOW_PRIVATE?: string };
const { WEBHOOK_SECRET } = secrets;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  Object.assign(secrets, { WEBHOOK_SECRET, WEBHOOK_ALLOW_PRIVATE: undefined });
  vi.useRealTimers();
  await reset();
});

async function order(operation: string, args: unknown[] = []): Promise<string> {
  const response = await post(operation, args, { "webhook-url": RECEIVER, prefer: "respond-async" });
  expect(response.status).toBe(202);
  return (await response.json<JobBody>()).id;
}

/** What came to the receiver, as soon as there is so much; each is checked against its signature. */
async function received(count: number) {
  await control().told("webhook", count);
  const webhooks = await control().webhooks();
  expect(webhooks).toHaveLength(count);
  const now = Date.now();
  const events = webhooks.map(({ url, headers, body }) => {
    expect(url).toBe(RECEIVER);
    // The receiver's clock was that of the sender.
    vi.setSystemTime(Number(headers["webhook-timestamp"]) * 1000);
    const event = new Webhook(WEBHOOK_SECRET as string).verify(body, headers);
    return { id: headers["webhook-id"], event: event as { type: string; timestamp: string; data: JobBody } };
  });
  vi.setSystemTime(now);
  return events;
}

/** Time passes, and the alarm comes if one is set. The answer to what was sent before must have been written by then. */
async function pass(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await runDurableObjectAlarm(queue());
}

describe("a webhook", () => {
  test("announces how a job ended, as its ticket shows it, once", async () => {
    const ids = [await order("add", [1, 2]), await order("teapot"), await order("held")];
    await control().begun("held", 1);
    await queue().cancel(ids[2] as string);
    const webhooks = await received(3);
    for (const [index, type] of ["job.succeeded", "job.failed", "job.cancelled"].entries()) {
      const shown = await (await get(`/jobs/${ids[index]}`)).json<JobBody>();
      expect(webhooks.map(({ event }) => event)).toContainEqual({
        type,
        timestamp: shown.finishedAt,
        data: shown,
      });
    }
    await settled();
    await pass(600_000);
    await received(3);
  });

  test("is sent again with the same id until it gets through, also after the queue died", async () => {
    await control().answerNext(500, 503);
    await order("add", [1, 2]);
    await received(1);
    await settled(1);
    await pass(6_000);
    await received(2);
    await settled(2);
    await crashQueue();
    await pass(360_000);
    const webhooks = await received(3);
    expect(new Set(webhooks.map(({ id }) => id)).size).toBe(1);
    await settled();
    await pass(3_600_000);
    await received(3);
  });

  test("that was on its way when the queue died is sent again as soon as it is back", async () => {
    await control().answerNext("hold");
    const id = await order("add", [1, 2]);
    await received(1);
    await crashQueue();
    await get(`/jobs/${id}`);
    const [first, second] = await received(2);
    expect(second).toEqual(first);
  });

  test("is given up when the receiver wants no more", async () => {
    await control().answerNext(410);
    await order("add", [1, 2]);
    await received(1);
    await settled();
    await pass(3_600_000);
    await received(1);
  });

  test("comes again, as another event, when a job that is retried by hand ends again while the first is on its way", async () => {
    await control().answerNext("hold");
    const id = await order("teapot");
    await received(1);
    await operate(`/jobs/${id}/retry`, { method: "POST" });
    await get(`/jobs/${id}/result`, { prefer: "wait=30" });
    await control().release("webhook");
    const [first, second] = await received(2);
    expect(first?.event.type).toBe("job.failed");
    expect(second?.event.type).toBe("job.failed");
    expect(second?.id).not.toBe(first?.id);
  });

  test.each([
    ["http://hooks.example/jobs", "https:"],
    ["https://127.0.0.1/", "127.0.0.1 is not an address of the public Internet"],
    ["https://[::1]/", "public Internet"],
    ["https://10.0.0.7:8443/x", "public Internet"],
    ["https://169.254.169.254/latest/meta-data", "public Internet"],
    ["https://localhost/", "local network"],
    ["https://printer.local/", "local network"],
    ["https://me:secret@hooks.example/", "user name"],
    ["hooks.example", "whole URL"],
  ])("may not go to %s", async (url, reason) => {
    const response = await post("add", [1, 2], { "webhook-url": url });
    expect(response.status).toBe(422);
    const { errors } = await response.json<Problem>();
    expect(errors).toEqual([
      { loc: ["header", "webhook-url"], type: "format", message: expect.stringContaining(reason) },
    ]);
    await expect(twins.add.with({ webhook: url })(1, 2)).rejects.toThrow(reason);
    expect((await (await operate("/jobs")).json<{ jobs: unknown[] }>()).jobs).toEqual([]);
  });

  test("may go to private addresses where that is allowed", async () => {
    secrets.WEBHOOK_ALLOW_PRIVATE = "1";
    const headers = { "webhook-url": "http://localhost:1/", prefer: "respond-async" };
    expect((await post("add", [1, 2], headers)).status).toBe(202);
  });

  test.each([
    [undefined, "no secret"],
    ["", "no secret"],
    ["secret", "does not begin with whsec_"],
    ["whsec_c2hvcnQ=", "has 5 bytes"],
  ])("is not taken without a right secret: %s", async (secret, reason) => {
    secrets.WEBHOOK_SECRET = secret;
    const response = await post("add", [1, 2], { "webhook-url": RECEIVER });
    expect(response.status).toBe(422);
    const { errors } = await response.json<Problem>();
    expect(errors?.[0]?.message).toMatch(new RegExp(`WEBHOOK_SECRET.*${reason}.*openssl`));
  });
});

/** Return when what came of the last attempt is written: how often the webhooks that are left have failed. */
async function settled(...failures: number[]): Promise<void> {
  await vi.waitFor(async () => {
    const left = await runInDurableObject(queue(), (_, { storage }) =>
      storage.sql.exec("SELECT attempt FROM deliveries").toArray(),
    );
    expect(left.map(({ attempt }) => attempt)).toEqual(failures);
  });
}
