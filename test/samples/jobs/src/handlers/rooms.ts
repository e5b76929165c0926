/** Jobs with and without a route, scheduled and not, of one queue and of several. */

import * as jobs from "../generated/jobs";
import type { Room } from "../models/room";
import type { Depends, Resume, Steps, UploadedFile } from "../operations";

/**
 * Clean one room.
 *
 * @job
 * @queue cleaning
 * @priority -2
 * @retries 3
 * @backoff 0.5
 * @timeout 60
 * @unique
 * @retention 3600
 */
export function cleanRoom(room: Room, deep = false): Room {
  return deep ? { ...room, cleanedAt: new Date(0) } : room;
}

/** @job
 *  @queue cleaning
 *  @concurrency 2
 *  @rate 10/min */
export function* cleanAll(
  rooms: Room[],
  plan?: Uint8Array,
  photos?: UploadedFile[],
  resume?: Resume<number>,
): Steps<number, void> {
  const length = plan?.length ?? photos?.length ?? rooms.length;
  for (let done = resume ?? 0; done < length; done++) yield { progress: done / length, checkpoint: done };
}

/** @schedule 0 3 * * *
 *  @schedule *\/15 9-17 * * MON-FRI Europe/Berlin */
export function airOut(minutes = 5): void {
  if (minutes > 60) throw new Error("It gets cold.");
}

/** @post /rooms/count
 *  @schedule 0 0 1 * * */
export function countRooms(): number {
  return 12;
}

/** @get /rooms/free */
export function freeRooms(all: Depends<typeof countRooms>): number {
  return all - 1;
}

/** @post /rooms/cleaned */
export async function haveCleaned(room: Room): Promise<string> {
  const cleaned: Room = await jobs.cleanRoom(room, true);
  await jobs.airOut();
  const ticket = await jobs.cleanAll.submit([cleaned], new Uint8Array());
  return ticket.id;
}
