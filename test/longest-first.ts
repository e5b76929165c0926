import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Those that take half a minute and more and would start late, the longest first. */
const LONGEST = [
  "test/end-to-end/deploy.test.ts",
  "test/docs/pages.test.ts",
  "test/scaffold/commands.test.ts",
  "test/faults/kill.test.ts",
  "test/faults/chaos.test.ts",
  "test/end-to-end/dev.test.ts",
  "test/scaffold/generate.test.ts",
  "test/faults/poison.test.ts",
];

/**
 * Starts with the files that take longest, so that no core is idle while the other has a long one left. A fresh checkout
 * remembers no durations, and sizes say little: the longest files are known by name.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return index < 0 ? LONGEST.length : index;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
