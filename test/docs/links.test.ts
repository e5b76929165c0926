/** Links between pages lead somewhere: to a file that is there, and to a heading that it has. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { pageNames, repository } from "./pages.ts";

it.for(await pageNames())("%s", async (name) => {
  const broken: string[] = [];
  for (const target of targetsIn(await readFile(path.join(repository, name), "utf8"))) {
    const [file, heading] = target.split("#");
    const place = file ? path.join(repository, path.dirname(name), file) : path.join(repository, name);
    const found = await stat(place).catch(() => undefined);
    if (!found || (heading && !headingsOf(await readFile(place, "utf8")).includes(heading)))
      broken.push(target);
  }
  expect(broken).toEqual([]);
});

/** What is linked or shown, on this side of the network. */
function targetsIn(markdown: string): string[] {
  return [...prose(markdown).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute ?? "")
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** As GitHub makes anchors of them. */
function headingsOf(markdown: string): string[] {
  return [...prose(markdown).matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Without the blocks of code. */
function prose(markdown: string): string {
  return markdown.replaceAll(/^( *)(`{3,}).*\n[\s\S]*?^\1\2$/gm, "");
}
