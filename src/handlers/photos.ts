/**
 * CPU work one `await` away: an async handler calls the generated twin of a plain function. It has the function's
 * types, runs on an executor, and does not bring the function's code into the edge's bundle.
 */

import { env } from "cloudflare:workers";
import { HTTPException } from "hono/http-exception";
import { thumbnail } from "../generated/jobs";
import type { PositiveInteger } from "../operations";
import { readBurger } from "./burgers";

/**
 * Set a burger's photo. It is kept as a thumbnail.
 *
 * @put /burgers/{burgerId}/photo
 * @consumes image/png, image/jpeg
 * @throws {404} No burger has this id.
 * @throws {422} The body is not a PNG or JPEG image, is damaged, or has more than 8 million pixels.
 */
export async function setBurgerPhoto(burgerId: PositiveInteger, photo: Uint8Array): Promise<void> {
  await readBurger(burgerId);
  const image = await thumbnail(photo, 320);
  await env.DB.prepare(
    `INSERT INTO burgerPhotos (burgerId, image) SELECT id, ?2 FROM burgers WHERE id = ?1
     ON CONFLICT (burgerId) DO UPDATE SET image = excluded.image`,
  )
    .bind(burgerId, image)
    .run();
}

/**
 * Read a burger's photo.
 *
 * @get /burgers/{burgerId}/photo
 * @produces image/webp
 * @throws {404} The burger has no photo.
 */
export async function readBurgerPhoto(burgerId: PositiveInteger): Promise<Uint8Array> {
  // D1 gives a BLOB as a list of numbers.
  const row = await env.DB.prepare("SELECT image FROM burgerPhotos WHERE burgerId = ?")
    .bind(burgerId)
    .first<{ image: number[] }>();
  if (!row) throw new HTTPException(404, { message: `Burger ${burgerId} has no photo.` });
  return new Uint8Array(row.image);
}
