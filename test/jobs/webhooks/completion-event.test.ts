import { describe, expect, test } from "vitest";
import { jobBody } from "../../../src/jobs/http/answers";
import type { Job, JobStatus } from "../../../src/jobs/protocol";
import { completionEvent } from "../../../src/jobs/webhooks/completion-event";

const job = (status: JobStatus, more: Partial<Job> = {}): Job => ({
  id: "weur0_x",
  operation: "multiply",
  status,
  progress: 1,
  attempt: 1,
  createdAt: "2026-11-25T10:00:00.000Z",
  startedAt: "2026-11-25T10:00:01.000Z",
  finishedAt: "2026-11-25T10:00:02.000Z",
  failure: null,
  ...more,
});

describe("completionEvent", () => {
  test.each(["succeeded", "cancelled"] as const)("says that a job has %s", (status) => {
    const done = job(status);
    expect(completionEvent(done)).toEqual({
      type: `job.${status}`,
      timestamp: "2026-11-25T10:00:02.000Z",
      data: jobBody(done),
    });
  });

  test("says why a job failed, as the ticket does", () => {
    const event = completionEvent(job("failed", { failure: { reason: "timeout", seconds: 5 } }));
    expect(event).toMatchObject({
      type: "job.failed",
      data: { id: "weur0_x", error: { status: 504, detail: "The job was not done within 5 s." } },
    });
    expect(event?.data).not.toHaveProperty("failure");
  });

  test.each(["queued", "scheduled", "running"] as const)("says nothing of a job that is %s", (status) => {
    expect(completionEvent(job(status, { finishedAt: null }))).toBeNull();
  });
});
