/**
 * Ready-made constrained types. Each is an ordinary alias with doc tags: write your own in the same way.
 *
 * @module
 */

/** @asType integer */
export type Integer = number;

/** @asType integer
 *  @minimum 1 */
export type PositiveInteger = number;

/** @asType integer
 *  @minimum 0 */
export type NonNegativeInteger = number;

/** @minLength 1 */
export type NonEmptyString = string;

/** @format email */
export type Email = string;

/** @format uuid */
export type Uuid = string;

/** @format uri */
export type Uri = string;

/** A calendar date, `2026-11-23`. @format date */
export type CalendarDate = string;
