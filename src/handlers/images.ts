/** CPU work on bytes: bytes in, bytes out. The WASM library is in the executor's bundle and never in the edge's. */

import { PhotonImage, resize, SamplingFilter } from "@cf-wasm/photon";
import { HTTPException } from "hono/http-exception";
import { imageSize } from "image-size";
import type { ThumbnailWidth } from "../models/image";

/** Decoding and encoding take some 12 bytes a pixel at their peak, of the 128 MB that an isolate has. */
const MAX_PIXELS = 8_000_000;

/**
 * Make a thumbnail of an image.
 *
 * The proportions stay, and an image that is smaller already keeps its size.
 *
 * @post /images/thumbnail
 * @consumes image/png, image/jpeg
 * @produces image/webp
 * @param width Of the thumbnail, in pixels.
 * @throws {422} The body is not a PNG or JPEG image, is damaged, or has more than 8 million pixels.
 */
export function thumbnail(image: Uint8Array, width: ThumbnailWidth = 320): Uint8Array {
  refuseTooManyPixels(image);
  using original = decode(image);
  const scale = Math.min(1, width / original.get_width());
  using small = resize(
    original,
    Math.max(1, Math.round(original.get_width() * scale)),
    Math.max(1, Math.round(original.get_height() * scale)),
    SamplingFilter.Lanczos3,
  );
  return small.get_bytes_webp();
}

/** By the header alone: a small file can unpack to gigabytes. */
function refuseTooManyPixels(image: Uint8Array): void {
  let size: ReturnType<typeof imageSize>;
  try {
    size = imageSize(image);
  } catch {
    throw new HTTPException(422, { message: "The body is not an image." });
  }
  if (size.type !== "png" && size.type !== "jpg")
    throw new HTTPException(422, { message: `The body is a ${size.type} image, not a PNG or JPEG one.` });
  if (size.width * size.height > MAX_PIXELS)
    throw new HTTPException(422, {
      message: `The image has ${size.width} × ${size.height} pixels: more than ${MAX_PIXELS}.`,
    });
}

function decode(image: Uint8Array): PhotonImage {
  try {
    return PhotonImage.new_from_byteslice(image);
  } catch {
    // Photon panics on a damaged image: a WebAssembly trap that says no more than "unreachable".
    throw new HTTPException(422, { message: "The image is damaged." });
  }
}
