import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The files of Swagger UI that the page loads. */
const SWAGGER_UI = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

/**
 * The docs page as static assets. Those of Swagger UI are in a folder named by its version.
 *
 * @param root the project's folder
 * @returns contents by path relative to `root`
 */
export async function docsPage(root: string): Promise<Map<string, Buffer>> {
  const manifest = createRequire(join(root, "package.json")).resolve("swagger-ui-dist/package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const page = join(root, "src/pages/docs");
  const sources = [
    ...SWAGGER_UI.map((name) => [`swagger-ui/${version}/${name}`, join(dirname(manifest), name)] as const),
    ...(await readdir(page)).map((name) => [name, join(page, name)] as const),
  ];
  const files = sources.map(async ([name, source]) => {
    const content = await readFile(source);
    return [
      `src/generated/assets/docs/${name}`,
      name === "index.html" ? Buffer.from(content.toString().replaceAll("VERSION", version)) : content,
    ] as const;
  });
  return new Map(await Promise.all(files));
}
