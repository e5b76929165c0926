/** CPU work on bytes: bytes in, bytes out. The WASM library is in the executor's bundle and never in the edge's. */

import { PhotonImage, resize, SamplingFilter } from "@cf-wasm/photon";
import { HTTPException } from "hono/http-exception";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import type { ThumbnailSize } from "../models/image";

/** Decoding takes some 12 bytes a pixel at its peak, of the 128 MB that an isolate has. */
const MAX_PIXELS = 8_000_000;

/**
 * Make a thumbnail of an image.
 *
 * It has the proportions of the image and stands upright, whichever way the camera was held. A small image is not
 * blown up.
 *
 * @post /images/thumbnail
 * @consumes image/png, image/jpeg
 * @produces image/webp
 * @throws {422} The body is not a PNG or JPEG image, is damaged, or has more than 8 million pixels.
 */
export function thumbnail(image: Uint8Array, size: ThumbnailSize = 320): Uint8Array {
  const orientation = readHeader(image);
  using original = decode(image);
  const [width, height] = [original.get_width(), original.get_height()];
  const scale = Math.min(1, size / Math.max(width, height));
  using small = resize(
    original,
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
    SamplingFilter.Lanczos3,
  );
  using upright = turnUpright(small, orientation);
  return upright.get_bytes_webp();
}

/**
 * Check the header before anything is decoded: a small file can unpack to gigabytes.
 *
 * @returns how the pixels lie: 1 to 8, as Exif counts
 */
function readHeader(image: Uint8Array): number {
  let header: ReturnType<typeof PNG.calculate> | undefined;
  try {
    header = [PNG, JPG].find((format) => format.validate(image))?.calculate(image);
  } catch {
    throw new HTTPException(422, { message: "The header of the image is damaged." });
  }
  if (!header) throw new HTTPException(422, { message: "The body is not a PNG or JPEG image." });
  const { width, height, orientation = 1 } = header;
  if (width * height > MAX_PIXELS)
    throw new HTTPException(422, {
      message: `The image has ${width} × ${height} pixels: more than ${MAX_PIXELS}.`,
    });
  return orientation;
}

function decode(image: Uint8Array): PhotonImage {
  try {
    return PhotonImage.new_from_byteslice(image);
  } catch {
    // Photon panics on a damaged image: a WebAssembly trap that says no more than "unreachable".
    throw new HTTPException(422, { message: "The image is damaged." });
  }
}

/** A copy that stands upright. Orientations are Exif's: 1 is upright, 2 to 8 are mirrored or turned. */
function turnUpright(image: PhotonImage, orientation: number): PhotonImage {
  const onItsSide = [5, 6, 7, 8].includes(orientation);
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const [width, height] = [image.get_width(), image.get_height()];
  const [columns, rows] = onItsSide ? [height, width] : [width, height];
  const pixels = new Uint32Array(image.get_raw_pixels().buffer);
  const turned = new Uint32Array(pixels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = onItsSide ? [row, column] : [column, row];
      const from = (fromBottom ? height - 1 - y : y) * width + (fromRight ? width - 1 - x : x);
      turned[row * columns + column] = pixels[from] ?? 0;
    }
  }
  return new PhotonImage(new Uint8Array(turned.buffer), columns, rows);
}
