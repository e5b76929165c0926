import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The files of Swagger UI that the page loads. */
const SWAGGER_UI = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

/** The page itself. */
const PAGE = ["index.html", "docs.css", "docs.js"];

/**
 * The docs page as static assets.
 *
 * @param root the project's folder
 * @returns contents by path relative to `root`
 */
export async function docsPage(root: string): Promise<Map<string, Buffer>> {
  const library = dirname(createRequire(join(root, "package.json")).resolve("swagger-ui-dist/package.json"));
  const sources = [
    ...SWAGGER_UI.map((name) => [name, join(library, name)] as const),
    ...PAGE.map((name) => [name, join(root, "src/pages/docs", name)] as const),
  ];
  const files = sources.map(
    async ([name, source]) => [`src/generated/assets/docs/${name}`, await readFile(source)] as const,
  );
  return new Map(await Promise.all(files));
}
