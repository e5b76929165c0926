export interface Spoken {
  /**
   * @minLength 1
   * @maxLength 40
   */
  who: string;
  /**
   * @minLength 1
   * @maxLength 500
   */
  text: string;
}

export interface Heard extends Spoken {
  channel: string;
  at: Date;
}
