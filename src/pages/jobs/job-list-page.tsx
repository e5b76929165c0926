/**
 * The list of jobs: filtered, paged, and with what can be done to all of a filter.
 *
 * @module
 */

import type { JobListBody } from "../../jobs/views";
import { BulkActions } from "./bulk-actions";
import { FILTERS, type Filter } from "./filter";
import { JobFilters } from "./job-filters";
import { JobTable } from "./job-table";
import { useLive } from "./live";
import { address } from "./place";
import { Trouble } from "./trouble";

export const LIST_PARAMETERS: readonly string[] = [...FILTERS, "cursor", "limit"];

const PAGE = "50";

/** A search through all jobs is not for every second. */
const SEARCH_MS = 3_000;

export function JobListPage({ query }: { query: URLSearchParams }) {
  const filter: Filter = Object.fromEntries(
    FILTERS.flatMap((key) => {
      const value = query.get(key);
      return value ? [[key, value]] : [];
    }),
  );
  const limit = query.get("limit") ?? PAGE;
  const cursor = query.get("cursor");
  const { data, error } = useLive<JobListBody>(address("/jobs", { ...filter, limit, cursor }), SEARCH_MS);
  return (
    <>
      <JobFilters filter={filter} />
      <BulkActions filter={filter} />
      <Trouble error={error} />
      {data === undefined && error === undefined && <p class="hint">Looking …</p>}
      {data?.jobs.length === 0 && (
        <p class="card empty">{cursor === null ? "There are no such jobs." : "There are no more jobs."}</p>
      )}
      {data && data.jobs.length > 0 && <JobTable jobs={data.jobs} caption="Jobs, the newest first" />}
      <nav class="pages" aria-label="Pages">
        {cursor !== null && <a href={address("/jobs", { ...filter, limit })}>Newest</a>}
        {data?.cursor && (
          <a rel="next" href={address("/jobs", { ...filter, limit, cursor: data.cursor })}>
            Older jobs
          </a>
        )}
      </nav>
    </>
  );
}
