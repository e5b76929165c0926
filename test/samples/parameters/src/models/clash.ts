/** Types that are called as what generated code uses, or the OpenAPI document. */
export interface Check {
  a: string;
}
export interface Report {
  check: Check;
  when: globalThis.Date;
}
export interface Date {
  day: number;
}
export interface Values {
  [key: string]: Date;
}
export interface Problem {
  reason: string;
}
export interface Job {
  title: string;
}
