/**
 * The length of the longer side, in pixels.
 *
 * @asType integer
 * @minimum 1
 * @maximum 2000
 */
export type ThumbnailSize = number;
