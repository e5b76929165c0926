/**
 * Pictures for tests.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";

/** A PNG image that goes from blue to red and green. Sizes in pixels. */
export function gradient(width: number, height: number): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) => [
    // Each row says how it is filtered: not at all.
    0,
    ...Array.from({ length: width }, (_, x) => [(x * 255) / width, (y * 255) / height, 160]).flat(),
  ]);
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    // 8 bits a channel, RGB.
    chunk("IHDR", Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])])),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.of()),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.byteLength, 0);
  numbers.writeUInt32BE(crc32(content), 4);
  return Buffer.concat([numbers.subarray(0, 4), content, numbers.subarray(4)]);
}
