/** What narrows the list of jobs, in the page's address as in that of the data. */
export const FILTERS = ["id", "operation", "queue", "status", "parent", "finishedBefore"] as const;

export type Filter = Partial<Record<(typeof FILTERS)[number], string>>;
