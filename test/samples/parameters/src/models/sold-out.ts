export interface SoldOut {
  /** @minLength 1 */
  burger: string;
  until: Date;
}
