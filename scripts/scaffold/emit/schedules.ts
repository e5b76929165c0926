import type { Project } from "../operation.ts";
import { Module } from "./module.ts";

/** `schedules.ts`: what runs by itself, and when. */
export function emitSchedules(project: Project): Module {
  const module = new Module("src/generated/schedules.ts", ["schedules"]);
  const type = module.use("src/jobs/schedule", "Schedule", { type: true });
  const entries = [...project.operations, ...project.jobs].flatMap(({ name, job }) =>
    (job?.schedules ?? []).map(({ cron, zone }, i) => {
      const ticks = module.use("src/jobs/schedules/cron", "cronTicks");
      const fields = [
        `name: ${JSON.stringify(i === 0 ? name : `${name}-${i + 1}`)}`,
        `...${ticks}(${JSON.stringify(cron)}, ${JSON.stringify(zone)})`,
        `job: ${module.use("src/generated/jobs", "*", { as: "jobs" })}.${name}.definition`,
      ];
      return `{ ${fields.join(", ")} },`;
    }),
  );
  module.add(
    `/** What the queue starts by itself. */\nexport const schedules: ${type}[] = [\n${entries.join("\n")}\n];`,
  );
  return module;
}
