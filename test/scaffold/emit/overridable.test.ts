import { join } from "node:path";
import { expect, test } from "vitest";
import { emitRoutes } from "../../../scripts/scaffold/emit/routes.ts";
import { readProject } from "../../../scripts/scaffold/read/index.ts";

test("routes that tests can override are those that are deployed, but for their questions", () => {
  const { project } = readProject({ root: join(import.meta.dirname, "../../..") });
  const texts = (overridable: boolean) =>
    new Map(emitRoutes(project, { overridable }).map((module) => [module.path, module.text()]));
  const deployed = texts(false);
  const tested = texts(true);
  expect([...tested.keys()]).toEqual([...deployed.keys()]);
  let questions = 0;
  for (const [path, text] of tested) {
    questions += text.match(/uses\.(parameter|dependency)\(/g)?.length ?? 0;
    expect(withoutQuestions(text)).toBe(withoutQuestions(deployed.get(path) ?? ""));
  }
  expect(questions).toBeGreaterThan(0);
});

function withoutQuestions(text: string): string {
  return (
    text
      .replace(/^import \{ overridable \}.*\n/m, "")
      .replace(/^const \w+Uses = overridable\(.*\);\n\n/gm, "")
      .replace(/^const uses = \w+Uses\(c\);\n/gm, "")
      .replace(/uses\.\w+\("\w+", \(\) => (.*)\)(;| : \w+;)$/gm, "$1$2")
      // A route that had no use for its context or input has one.
      .replace(/async \([\w, ]*\) =>/g, "async () =>")
  );
}
