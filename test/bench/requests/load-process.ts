/**
 * Sends what it is ordered to, over connections that it keeps.
 *
 * @module
 */
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import type { Order, Report } from "./load.ts";

/** Enough that the server always has a request to turn to. */
const CONNECTIONS = 32;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

process.on("message", async (order: Order) => {
  process.send?.(await carryOut(order));
});

async function carryOut(order: Order): Promise<Report> {
  let [left, right] = [order.times, 0];
  const lane = async () => {
    while (left-- > 0) if ((await statusOf(order)) === order.probe.status) right++;
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
    return { right };
  } catch (error) {
    return { right, error: (error as Error).message };
  }
}

async function statusOf({ url, probe: { path, body } }: Order): Promise<number | undefined> {
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const headers = { "content-type": "application/json", "content-length": length };
  const options = body === undefined ? { agent } : { agent, method: "POST", headers };
  const sent = request(new URL(path, url).href, options).end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  await once(answer.resume(), "end");
  return answer.statusCode;
}
