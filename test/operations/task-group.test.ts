import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TaskGroup, taskGroup } from "../../src/operations/task-group.ts";

/** A promise that the test settles. */
const deferred = <T = void>() => Promise.withResolvers<T>();

/** A promise that rejects with the signal's reason, as `fetch` does. */
function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = deferred<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener("abort", () => reject(signal.reason));
  return promise;
}

/** What a group came to, looked at without waiting for it. */
function observe<T>(group: Promise<T>): { state: "pending" | "done" | "failed" } {
  const seen: { state: "pending" | "done" | "failed" } = { state: "pending" };
  group.then(
    () => {
      seen.state = "done";
    },
    () => {
      seen.state = "failed";
    },
  );
  return seen;
}

/** Let everything happen that can happen now. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a group in which all goes well", () => {
  test("runs its tasks at the same time and gives the block's result", async () => {
    const [first, second] = [deferred<number>(), deferred<string>()];
    const started: string[] = [];
    const group = taskGroup(async ({ start }) => {
      const a = start(() => {
        started.push("a");
        return first.promise;
      });
      const b = start(() => {
        started.push("b");
        return second.promise;
      });
      return { a: await a, b: await b };
    });
    expect(started).toEqual(["a", "b"]);
    second.resolve("two");
    first.resolve(1);
    await expect(group).resolves.toEqual({ a: 1, b: "two" });
  });

  test("waits for tasks that the block does not await, and for those that tasks start", async () => {
    const [outer, inner] = [deferred(), deferred()];
    const group = taskGroup(({ start }) => {
      start(async () => {
        await outer.promise;
        start(() => inner.promise);
      });
      return "block";
    });
    const seen = observe(group);
    await turn();
    expect(seen.state).toBe("pending");
    outer.resolve();
    await turn();
    expect(seen.state).toBe("pending");
    inner.resolve();
    await expect(group).resolves.toBe("block");
  });

  test("starts nothing after its end", async () => {
    let leaked: TaskGroup["start"] | undefined;
    await taskGroup(({ start }) => {
      leaked = start;
    });
    expect(() => leaked?.(() => "late")).toThrow("has ended");
  });
});

describe("a failure", () => {
  test("of a task aborts the others with its error, and is thrown once they have ended", async () => {
    const [fail, cleanUp] = [deferred<never>(), deferred()];
    const reasons: unknown[] = [];
    const group = taskGroup(({ start }) => {
      start(() => fail.promise);
      start(async (signal) => {
        try {
          await untilAborted(signal);
        } finally {
          reasons.push(signal.reason);
          await cleanUp.promise;
        }
      });
    });
    const seen = observe(group);
    const error = new Error("grill on fire");
    fail.reject(error);
    await turn();
    expect(reasons).toEqual([error]);
    expect(seen.state).toBe("pending");
    cleanUp.resolve();
    await expect(group).rejects.toBe(error);
  });

  test("waits for a task that does not listen to the signal", async () => {
    const deaf = deferred();
    const group = taskGroup(({ start }) => {
      start(() => deaf.promise);
      throw new Error("the block itself");
    });
    const seen = observe(group);
    await turn();
    expect(seen.state).toBe("pending");
    deaf.resolve();
    await expect(group).rejects.toThrow("the block itself");
  });

  test("fails the group though the block caught it", async () => {
    const group = taskGroup(async ({ start }) => {
      const task = start(() => Promise.reject(new Error("task")));
      return task.catch(() => "never mind");
    });
    await expect(group).rejects.toThrow("task");
  });

  test("that is thrown without a promise is one as well", async () => {
    await expect(
      taskGroup(({ start }) => {
        start(() => {
          throw new Error("at once");
        });
      }),
    ).rejects.toThrow("at once");
  });

  test("keeps further tasks from starting", async () => {
    let ran = false;
    const error = new Error("first");
    const group = taskGroup(async ({ start }) => {
      await start(() => Promise.reject(error)).catch(() => {});
      start(() => {
        ran = true;
      });
    });
    await expect(group).rejects.toBe(error);
    expect(ran).toBe(false);
  });

  test("that is not the only one comes as an AggregateError, in the order of time", async () => {
    const [first, second] = [new Error("first"), new Error("second")];
    const group = taskGroup(async ({ start, signal }) => {
      start(async (aborted) => {
        await untilAborted(aborted).catch(() => {});
        throw second;
      });
      start(() => Promise.reject(first));
      await untilAborted(signal);
    });
    await expect(group).rejects.toSatisfy(
      (error) => error instanceof AggregateError && error.errors[0] === first && error.errors[1] === second,
    );
  });
});

describe("cancellation from outside", () => {
  test("reaches the tasks and is thrown as the parent's reason", async () => {
    const parent = new AbortController();
    const group = taskGroup(async ({ start }) => {
      await start(untilAborted);
    }, parent.signal);
    const reason = new Error("the client hung up");
    parent.abort(reason);
    await expect(group).rejects.toBe(reason);
  });

  test("before the start runs nothing", async () => {
    let ran = false;
    const group = taskGroup(
      () => {
        ran = true;
      },
      AbortSignal.abort(new Error("too late")),
    );
    await expect(group).rejects.toThrow("too late");
    expect(ran).toBe(false);
  });

  test("of the parent's other groups leaves this one alone", async () => {
    const parent = new AbortController();
    const failing = taskGroup(() => Promise.reject(new Error("mine")), parent.signal);
    await expect(failing).rejects.toThrow("mine");
    expect(parent.signal.aborted).toBe(false);
    await expect(taskGroup(() => "fine", parent.signal)).resolves.toBe("fine");
  });

  test("passes through nested groups, and every one ends before the one around it", async () => {
    const parent = new AbortController();
    const ended: string[] = [];
    const group = taskGroup(async ({ start }) => {
      try {
        await start((outer) =>
          taskGroup(({ start: startInner }) => startInner(untilAborted), outer).finally(() =>
            ended.push("inner"),
          ),
        );
      } finally {
        ended.push("outer");
      }
    }, parent.signal);
    parent.abort(new Error("closing time"));
    await expect(group).rejects.toThrow("closing time");
    expect(ended).toEqual(["inner", "outer"]);
  });
});

test("whatever order the tasks end in: nothing outlives the group, and it fails if and only if one failed", async () => {
  const outcome = fc.constantFrom<"resolve" | "reject">("resolve", "reject");
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { maxLength: 8 }), fc.scheduler(), async (outcomes, scheduler) => {
      let running = 0;
      const errors: Error[] = [];
      const group = taskGroup(({ start }) => {
        outcomes.forEach((how, index) => {
          start(async () => {
            running++;
            try {
              await scheduler.schedule(Promise.resolve());
              if (how === "resolve") return;
              errors.push(new Error(`task ${index}`));
              throw errors.at(-1);
            } finally {
              running--;
            }
          });
        });
        return "done";
      });
      const settled = Promise.allSettled([group]);
      await scheduler.waitIdle();
      const [result] = await settled;
      expect(running).toBe(0);
      if (errors.length === 0) expect(result).toEqual({ status: "fulfilled", value: "done" });
      else if (errors.length === 1) expect(result).toEqual({ status: "rejected", reason: errors[0] });
      else expect(result).toMatchObject({ status: "rejected", reason: { errors } });
    }),
  );
});
