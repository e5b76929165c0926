import { describe, expect, test } from "vitest";
import { GroupCommit } from "../../../src/jobs/queue/group-commit";

/** A disk that is done when the test says so. `log` holds the acts, and a "|" for the end of each group. */
function disk() {
  const log: string[] = [];
  const writes: PromiseWithResolvers<void>[] = [];
  const commits = new GroupCommit(
    () => void log.push("|"),
    () => {
      const write = Promise.withResolvers<void>();
      writes.push(write);
      return write.promise;
    },
  );
  const add = (name: string) => commits.add(() => void log.push(name));
  /** Promises alone settle before a timer does. */
  const written = async () => {
    writes.shift()?.resolve();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { log, commits, add, written };
}

describe("a group commit", () => {
  test("writes at once what arrives alone", async () => {
    const { log, add, written } = disk();
    void add("a");
    expect(log).toEqual(["a", "|"]);
    await written();
    void add("b");
    expect(log).toEqual(["a", "|", "b", "|"]);
  });

  test("writes together, in order, what arrives while it writes", async () => {
    const { log, add, written } = disk();
    for (const name of ["a", "b", "c"]) void add(name);
    expect(log).toEqual(["a", "|"]);
    await written();
    expect(log).toEqual(["a", "|", "b", "c", "|"]);
  });

  test("lets an act fail alone", async () => {
    const { commits, add, written } = disk();
    void add("a");
    const bad = commits.add(() => {
      throw new Error("bad");
    });
    const good = commits.add(() => "good");
    const refused = expect(bad).rejects.toThrow("bad");
    await written();
    await refused;
    expect(await good).toBe("good");
  });
});
