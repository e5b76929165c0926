/** CRUD on a database: everything here waits and nothing works, so every function is `async`. */

import { env } from "cloudflare:workers";
import { HTTPException } from "hono/http-exception";
import type { Burger, NewBurger, Patty } from "../models/burger";
import type { Limit, Offset } from "../models/pagination";
import type { PositiveInteger, Query } from "../operations";

/** A row as the database keeps it. Handlers return rows as they are: the response carries only what `Burger` declares. */
interface BurgerRow extends Burger {
  cost: number;
}

/**
 * List the menu, cheapest first.
 *
 * @get /burgers
 * @param search Only burgers whose name contains this text, in upper or lower case.
 * @param patty Only burgers with one of these patties: `?patty=vegan&patty=vegetarian`.
 */
export async function listBurgers(
  search?: string,
  patty?: Query<Patty[]>,
  limit: Limit = 20,
  offset: Offset = 0,
): Promise<Burger[]> {
  const { results } = await env.DB.prepare(
    `SELECT * FROM burgers
     WHERE (?1 IS NULL OR instr(lower(name), lower(?1)) > 0)
       AND (?2 IS NULL OR patty IN (SELECT value FROM json_each(?2)))
     ORDER BY price, id
     LIMIT ?3 OFFSET ?4`,
  )
    .bind(search ?? null, patty ? JSON.stringify(patty) : null, limit, offset)
    .all<BurgerRow>();
  return results;
}

/**
 * Put a burger on the menu.
 *
 * @post /burgers
 * @status 201
 * @throws {409} There is a burger of this name.
 */
export async function createBurger(burger: NewBurger): Promise<Burger> {
  const row = await env.DB.prepare(
    `INSERT INTO burgers (name, patty, price, cost, grillSeconds) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name) DO NOTHING RETURNING *`,
  )
    .bind(burger.name, burger.patty, burger.price, burger.cost, burger.grillSeconds)
    .first<BurgerRow>();
  if (!row) throw nameTaken(burger.name);
  return row;
}

/**
 * Read one burger.
 *
 * @get /burgers/{burgerId}
 * @throws {404} No burger has this id.
 */
export async function readBurger(burgerId: PositiveInteger): Promise<Burger> {
  const row = await env.DB.prepare("SELECT * FROM burgers WHERE id = ?").bind(burgerId).first<BurgerRow>();
  if (!row) throw new HTTPException(404, { message: `No burger has the id ${burgerId}.` });
  return row;
}

/**
 * Change a burger: only what the body carries.
 *
 * @patch /burgers/{burgerId}
 * @throws {404} No burger has this id.
 * @throws {409} Another burger has this name.
 */
export async function updateBurger(burgerId: PositiveInteger, changes: Partial<NewBurger>): Promise<Burger> {
  await readBurger(burgerId);
  const row = await env.DB.prepare(
    `UPDATE OR IGNORE burgers SET
       name = coalesce(?2, name), patty = coalesce(?3, patty), price = coalesce(?4, price),
       cost = coalesce(?5, cost), grillSeconds = coalesce(?6, grillSeconds)
     WHERE id = ?1 RETURNING *`,
  )
    .bind(
      burgerId,
      changes.name ?? null,
      changes.patty ?? null,
      changes.price ?? null,
      changes.cost ?? null,
      changes.grillSeconds ?? null,
    )
    .first<BurgerRow>();
  if (!row) throw nameTaken(changes.name);
  return row;
}

/**
 * Take a burger off the menu.
 *
 * @delete /burgers/{burgerId}
 * @throws {404} No burger has this id.
 */
export async function deleteBurger(burgerId: PositiveInteger): Promise<void> {
  const { meta } = await env.DB.prepare("DELETE FROM burgers WHERE id = ?").bind(burgerId).run();
  if (meta.changes === 0) throw new HTTPException(404, { message: `No burger has the id ${burgerId}.` });
}

function nameTaken(name: string | undefined): HTTPException {
  return new HTTPException(409, { message: `There is a burger named ${name}.` });
}
