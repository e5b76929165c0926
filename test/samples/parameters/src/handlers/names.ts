/** Functions and parameters that are called as what generated code uses. */
import type { answerStream, checkUser, routeWithExits, skipped } from "../dependencies/clash";
import type { Check, Job, Date as OwnDate, Problem, Report, Values } from "../models/clash";
import type { Body, Depends } from "../operations";

/** @post /names/parameters */
export async function parameters(
  input: string,
  c: string,
  body: { a: string },
  form: string,
  result: number,
  stubs: string,
  jobs: string,
  read: string,
  at: string,
  value: Body<string>,
  exits: string,
  pickCheck: string,
  checkReport: string,
): Promise<unknown> {
  return { input, c, body, form, result, stubs, jobs, read, at, value, exits, pickCheck, checkReport };
}

interface Models {
  check: Check;
  report: Report;
  date: OwnDate;
  values: Values;
  problem: Problem;
  job: Job;
}

/** @post /names/models */
export async function models(models: Models, pickCheck?: string): Promise<Models & { pickCheck?: string }> {
  return pickCheck === undefined ? models : { ...models, pickCheck };
}

/** @get /names/route */
export async function route(): Promise<Date> {
  return new Date(0);
}

/** @get /names/delegate */
export function delegate(a: number): number {
  return a;
}

/** @get /names/fetch */
export const fetch = async (): Promise<string> => "f";

/** @get /names/Response */
export async function Response(): Promise<string> {
  return "r";
}

/** @get /names/twin */
export function twin(when: Date): Date {
  return when;
}

/** @get /names/registry */
export function registry(): string {
  return "r";
}

/** @get /names/storedJson */
export function storedJson(): string {
  return "s";
}

/** @get /names/checkString */
export async function checkString(q: string): Promise<string> {
  return q;
}

/** @get /names/readJob */
export async function readJob(): Promise<string> {
  return "j";
}

/** @post /names/dependencies */
export async function namedDependencies(
  d: Depends<typeof routeWithExits>,
  user: Depends<typeof checkUser>,
  s: Depends<typeof skipped>,
  t: Depends<typeof answerStream>,
  title: Body<string>,
): Promise<unknown> {
  return { d: d.open, user: user.name, s, t, title };
}

/** @post /names/cpu-dependencies */
export function namedCpuDependencies(user: Depends<typeof checkUser>, s: Depends<typeof skipped>): unknown {
  return [user.since.getUTCFullYear(), String(user.balance + 1n), s.weight];
}
