/**
 * A job as it is now, and what is known of it besides.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";
import type { InspectedBody, JobBody } from "../../jobs/views";
import { read } from "./api";
import { followJob } from "./job-events";
import { onRefresh } from "./live";

export interface ProgressPoint {
  at: string;
  progress: number;
}

interface Followed {
  job?: JobBody;
  /** What it reported while somebody looked. */
  seen: ProgressPoint[];
  error?: unknown;
}

/** The job, live: what its ticket permits. */
export function useJob(id: string): Followed {
  const [followed, set] = useState<Followed>({ seen: [] });
  const [round, begin] = useState(0);
  // Whatever was done with it, a retry among that, it may go on after its end.
  useEffect(() => onRefresh(() => begin((round) => round + 1)), []);
  // Each round begins anew.
  useEffect(() => {
    const leaving = new AbortController();
    const tell = (job: JobBody) => set(({ seen }) => ({ job, seen: noted(seen, job) }));
    followJob(id, tell, leaving.signal).catch((error) => set((before) => ({ ...before, error })));
    return () => leaving.abort();
  }, [id, round]);
  return followed;
}

/**
 * What operators see beside that. Its arguments may be large, so it is asked for when the job begins, ends or is tried
 * again, and not at each step.
 */
export function useDetail(job: JobBody | undefined, isSignedIn: boolean): InspectedBody | undefined {
  const [detail, set] = useState<InspectedBody>();
  const { id, status, attempt } = job ?? {};
  // Another status or attempt is another answer.
  useEffect(() => {
    let isStale = false;
    if (id === undefined || !isSignedIn) return set(undefined);
    read<InspectedBody>(`/jobs/${id}/detail`).then(
      (detail) => !isStale && set(detail),
      // It was forgotten, or the token has changed: the page says so elsewhere.
      () => {},
    );
    return () => {
      isStale = true;
    };
  }, [id, isSignedIn, status, attempt]);
  return detail;
}

function noted(seen: ProgressPoint[], { progress }: JobBody): ProgressPoint[] {
  if (progress === null || seen.at(-1)?.progress === progress) return seen;
  return [...seen, { at: new Date().toISOString(), progress }];
}
