/**
 * @asType integer
 * @minimum 1
 * @maximum 2000
 */
export type ThumbnailWidth = number;
