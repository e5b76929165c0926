import type { Contest, Part } from "../frame/part.ts";
import { type Generator, openShortorder, openTsoa, openTypia } from "./generators.ts";

const OURS = "Shortorder";
/** What a person who saves a file does not wait for. */
const SOON = "300 ms";

/** From stubs to code. */
export const scaffolding: Part[] = [100, 1000].map((operations) => ({
  name: `scaffold-${operations}`,
  title: `generating the code of ${operations} operations, cold and after a save`,
  async open(scope) {
    const generators: Record<string, Generator> = {
      [OURS]: await openShortorder(scope, operations / 2),
      "typia 12": await openTypia(scope, operations / 2),
      tsoa: await openTsoa(scope, operations / 2),
    };
    const contenders: Contest["contenders"] = { [SOON]: async () => 300 };
    for (const [name, generator] of Object.entries(generators)) {
      contenders[`${name}, cold`] = () => generator.cold();
      contenders[`${name}, a save`] = () => generator.save();
    }
    const peers = Object.keys(generators).filter((name) => name !== OURS);
    return {
      unit: "ms",
      contenders,
      comparisons: [
        ...["cold", "a save"].flatMap((when) =>
          peers.map((peer) => ({
            ours: `${OURS}, ${when}`,
            theirs: `${peer}, ${when}`,
            goal: { atMost: 1 },
          })),
        ),
        { ours: `${OURS}, a save`, theirs: SOON, goal: { atMost: 1 } },
      ],
      note:
        "We write routes, checks, picks and an OpenAPI document, tsoa the same but what answers carry; typia checks, " +
        "prunes and serializes, and has neither routes nor a document. Ours watches, and has seen five saves; they have to be run again. All keep their compiled code.",
    };
  },
}));
