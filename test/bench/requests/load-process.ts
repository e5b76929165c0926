/**
 * Sends what it is ordered to, over connections that it keeps.
 *
 * @module
 */
import { Agent, type RequestOptions, request } from "node:http";
import type { Order, Report } from "./load.ts";

/** Enough that the server always has a request to turn to. */
const CONNECTIONS = 32;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

process.on("message", async (order: Order) => {
  process.send?.(await carryOut(order));
});

async function carryOut({ url, probe, times }: Order): Promise<Report> {
  const { path, body, status } = probe;
  const { hostname, port } = new URL(url);
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const headers = { "content-type": "application/json", "content-length": length };
  const target = { agent, hostname, port, path };
  const options = body === undefined ? target : { ...target, method: "POST", headers };
  let [left, right] = [times, 0];
  const lane = async () => {
    while (left-- > 0) if ((await statusOf(options, body)) === status) right++;
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
    return { right };
  } catch (error) {
    return { right, error: (error as Error).message };
  }
}

/** Of the answer, when all of it has come. */
function statusOf(options: RequestOptions, body: string | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(options, (answer) => {
      answer.on("end", () => resolve(answer.statusCode)).on("error", reject);
      answer.resume();
    });
    sent.on("error", reject).end(body);
  });
}
