/**
 * The two operations, asked rightly and wrongly.
 *
 * @module
 */
import type { Comparison, Part } from "../frame/part.ts";
import { FASTAPI, HONO, OURS, openApiPeers, operating, validating, WORKERD } from "./contenders.ts";
import { checkedProbes, get, invalidPost, largePost, type Probe, smallPost, validProbes } from "./probes.ts";
import { ratesPart } from "./rates.ts";

const ahead: Comparison[] = [...openApiPeers, FASTAPI].map((theirs) => ({
  ours: OURS,
  theirs,
  goal: { atLeast: 1 },
}));

function comparisons(honoGoal: number): Comparison[] {
  return [
    { ours: OURS, theirs: WORKERD },
    { ours: OURS, theirs: HONO, goal: { atLeast: honoGoal } },
    ...ahead,
  ];
}

const asked = [...validProbes, ...checkedProbes];

/** Bare workerd and bare Hono check nothing, and bare workerd reads no query. */
function mustBeRight(name: string, probe: Probe): boolean {
  if (name === WORKERD) return [get, smallPost, largePost].includes(probe);
  return name !== HONO || validProbes.includes(probe);
}

export const validatedGet: Part = ratesPart({
  name: "get",
  title: "a validated GET: a path parameter, an optional one in the query, a declared response",
  field: operating,
  probe: get,
  asked,
  mustBeRight,
  times: 2500,
  comparisons: comparisons(0.98),
});

export const validatedPost: Part = ratesPart({
  name: "post",
  title: "a validated POST of 1 KB, answered with the same",
  field: operating,
  probe: smallPost,
  asked,
  mustBeRight,
  times: 2000,
  comparisons: comparisons(0.95),
});

export const validatedLargePost: Part = ratesPart({
  name: "post-100kb",
  title: "a validated POST of 100 KB, answered with the same",
  field: operating,
  probe: largePost,
  asked,
  mustBeRight,
  times: 80,
  comparisons: comparisons(0.95),
});

export const invalidRequest: Part = ratesPart({
  name: "invalid",
  title: "a POST of 1 KB with five mistakes, answered with all of them",
  field: validating,
  probe: invalidPost,
  asked,
  mustBeRight,
  times: 1500,
  comparisons: ahead,
});
