/**
 * How long a request that waits takes while others work, over what it takes when nobody does.
 *
 * @module
 */
import type { Contest, Part } from "../frame/part.ts";
import { MISSING_FASTAPI } from "../requests/contenders.ts";
import { openPlaces, type Place, takeCore } from "./places.ts";

/**
 * A round ends with so many pings, of which one in a hundred still is many, or after so many milliseconds: where a ping
 * waits for the work, it takes long. A percentile of those few is rough, and far from any other.
 */
const PINGS = 1_000;
const ROUND_MS = 3_000;

/** Jobs that wait or run at once: there is always a next one, so that whoever works never stops. */
const JOBS = 2;

const OURS = "Shortorder";
/** Ours, where not our executor keeps a core busy but a process that has nothing to do with us. */
const LIMIT = `${OURS}, a core taken`;

export const pings: Part[] = [50, 99].map((percentile) => ({
  name: `ping-p${percentile}`,
  title: `the ${percentile}th percentile of a ping while CPU jobs run without a pause, over that while none does`,
  async open(scope) {
    const places = await openPlaces(scope, OURS);
    const contenders: Contest["contenders"] = {};
    for (const [name, place] of Object.entries(places)) {
      contenders[`${name}, busy`] = async () => quantile(await whileWorking(place), percentile / 100);
      contenders[`${name}, idle`] = async () => quantile(await timePings(place), percentile / 100);
    }
    contenders[LIMIT] = async () =>
      quantile(await whileTaken(scope, places[OURS] as Place), percentile / 100);
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "ms",
      contenders,
      comparisons: [
        { ours: `${OURS}, busy`, theirs: LIMIT },
        ...Object.keys(places).map((name) => ({
          ours: `${name}, busy`,
          theirs: `${name}, idle`,
          ...(name === OURS && { goal: { atMost: 1.3 } }),
        })),
      ],
      note: [
        `Of ${PINGS} pings, one after the other, or of as many as fit in ${ROUND_MS / 1000} s.`,
        "miniflare runs a queue's consumer in the workerd that serves.",
        ...(Object.keys(places).some((name) => name.startsWith("FastAPI")) ? [] : [MISSING_FASTAPI]),
      ].join(" "),
    };
  },
}));

/** @returns milliseconds of each ping */
async function timePings(place: Place): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  while (times.length < PINGS && performance.now() - began < ROUND_MS) {
    const started = performance.now();
    await place.ping();
    times.push(performance.now() - started);
  }
  return times;
}

/** The same, beside a process that takes a core. */
async function whileTaken(scope: AsyncDisposableStack, place: Place): Promise<number[]> {
  // A part that is ended in the middle of a turn ends this with it.
  await using turn = scope.use(new AsyncDisposableStack());
  await takeCore(turn);
  return await timePings(place);
}

/** The same, from the end of the first job on. */
async function whileWorking(place: Place): Promise<number[]> {
  await place.work();
  let isOver = false;
  const jobs = Array.from({ length: JOBS }, async () => {
    while (!isOver) await place.work();
  });
  const pinging = timePings(place).finally(() => {
    isOver = true;
  });
  const [times] = await Promise.all([pinging, ...jobs]);
  return times;
}

function quantile(times: number[], share: number): number {
  const sorted = times.sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
