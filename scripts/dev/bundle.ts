import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import path from "node:path";
import { type BuildFailure, build, formatMessages, type Plugin } from "esbuild";
import type { V4WorkerOptions } from "miniflare";

type ModuleDefinition = Extract<NonNullable<V4WorkerOptions["modules"]>, unknown[]>[number];

/** A Worker as one file of JavaScript, with the modules that JavaScript cannot hold. */
export interface Bundle {
  /** The first one is the entry. */
  modules: ModuleDefinition[];
  /** JSON text of the entry's source map; sources are relative to `bundleDirectory`. */
  sourceMap: string;
}

/** The source does not bundle. The message shows where and why. */
export class BundleError extends Error {
  override name = "BundleError";
}

/** Where a bundle would be written, relative to the project: its source map counts from there. */
export const bundleDirectory = ".wrangler/dev";

/** wrangler's default module rules. */
const moduleTypes: Record<string, "CompiledWasm" | "Text" | "Data"> = {
  ".wasm": "CompiledWasm",
  ".txt": "Text",
  ".html": "Text",
  ".sql": "Text",
  ".bin": "Data",
};

/**
 * Bundle a Worker with the settings that wrangler uses.
 * @param main Absolute path of the entry.
 * @param minify As `wrangler deploy --minify` does.
 * @throws {BundleError}
 */
export async function bundle(
  main: string,
  root: string,
  define: Record<string, string>,
  { minify = false } = {},
): Promise<Bundle> {
  const attachments = new Map<string, ModuleDefinition>();
  try {
    const { outputFiles } = await build({
      entryPoints: [main],
      absWorkingDir: root,
      outdir: path.join(root, bundleDirectory),
      write: false,
      bundle: true,
      minify,
      format: "esm",
      target: "es2024",
      supported: { "import-source": true, using: true },
      conditions: ["workerd", "worker", "browser"],
      mainFields: ["browser", "module", "main"],
      external: ["cloudflare:*", "node:*", ...builtinModules],
      define: { "process.env.NODE_ENV": '"development"', ...define },
      plugins: [collectModules(attachments)],
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
    });
    const text = (extension: string) => outputFiles.find((file) => file.path.endsWith(extension))?.text ?? "";
    const entry: ModuleDefinition = { type: "ESModule", path: "index.js", contents: text(".js") };
    return { modules: [entry, ...attachments.values()], sourceMap: text(".map") };
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (!errors) throw error;
    const messages = await formatMessages(errors, { kind: "error", color: process.stdout.isTTY });
    throw new BundleError(messages.join("").trimEnd());
  }
}

/** Keep WebAssembly, text and data as modules of their own, named by their content. */
function collectModules(found: Map<string, ModuleDefinition>): Plugin {
  return {
    name: "modules",
    setup(builder) {
      builder.onResolve({ filter: /\.(wasm|txt|html|sql|bin)(\?module)?$/ }, async (request) => {
        if (request.pluginData === "resolved") return;
        const { path: file, errors } = await builder.resolve(request.path.replace(/\?module$/, ""), {
          kind: request.kind,
          resolveDir: request.resolveDir,
          importer: request.importer,
          pluginData: "resolved",
        });
        if (errors.length > 0) return { errors };
        const contents = await readFile(file);
        const digest = createHash("sha256").update(contents).digest("hex").slice(0, 16);
        const name = `${digest}-${path.basename(file)}`;
        const type = moduleTypes[path.extname(file)] ?? "Data";
        found.set(name, { type, path: name, contents: type === "Text" ? contents.toString() : contents });
        return { path: `./${name}`, external: true };
      });
    },
  };
}
