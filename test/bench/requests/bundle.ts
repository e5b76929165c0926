import { gzipSync } from "node:zlib";
import type { Contest, Part } from "../frame/part.ts";
import { bundleOf, HONO, OURS, openApiPeers, operating, WORKERD } from "./contenders.ts";

const LIMIT = "12 KB";

/** What is uploaded, and loaded at a cold start. */
export const bundleSize: Part = {
  name: "bundle",
  title: "the size of a Worker with two operations, minified and compressed",
  async open(scope) {
    const contenders: Contest["contenders"] = { [LIMIT]: async () => 12 };
    for (const [name, source] of Object.entries(operating.workers)) {
      if (name === WORKERD) continue;
      const { modules } = await bundleOf(scope, source);
      const bytes = modules.reduce(
        (sum, { contents = "" }) => sum + gzipSync(contents, { level: 9 }).length,
        0,
      );
      contenders[name] = async () => bytes / 1000;
    }
    return {
      unit: "KB",
      contenders,
      comparisons: [
        { ours: OURS, theirs: LIMIT, goal: { atMost: 1 } },
        { ours: OURS, theirs: HONO },
        ...openApiPeers.map((theirs) => ({ ours: OURS, theirs, goal: { atMost: 1 } })),
      ],
      note: "All bundled by esbuild with wrangler's settings and --minify, then gzip -9.",
    };
  },
};
