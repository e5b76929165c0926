import type { V4WorkerOptions } from "miniflare";
import { bundle } from "../../../scripts/dev/bundle.ts";
import { executorWorker, readProject } from "../../../scripts/dev/project.ts";

/** The executor Worker, to run beside the one under test. */
export async function executor(root: string): Promise<V4WorkerOptions> {
  const project = readProject(root);
  return executorWorker(project, await bundle(project.executor.main, root, project.executor.define), 0);
}
