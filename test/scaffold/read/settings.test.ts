import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Settings } from "../../../scripts/scaffold/operation.ts";
import { Reporter } from "../../../scripts/scaffold/read/reporter.ts";
import { readSettings } from "../../../scripts/scaffold/read/settings.ts";

function settingsOf(files: Record<string, string>): Settings {
  using folder = mkdtempDisposableSync(join(tmpdir(), "settings-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  const reporter = new Reporter(folder.path);
  const settings = readSettings(folder.path, reporter);
  expect(reporter.sorted()).toEqual([]);
  return settings;
}

const LIMIT =
  '[[ratelimits]]\nname = "RATE_LIMIT"\nnamespace_id = "1"\nsimple = { limit = 1, period = 10 }\n';
const both = { otherSites: true, rateLimit: true };
const none = { otherSites: false, rateLimit: false };

test.each<[string, Record<string, string>, Settings]>([
  ["without files", {}, none],
  ["in a file that says nothing of them", { "wrangler.toml": 'name = "api"\n' }, none],
  ["that are empty", { "wrangler.toml": '[vars]\nCORS_ORIGINS = ""\n' }, none],
  ["behind a #", { "wrangler.toml": `[vars]\n# CORS_ORIGINS = "*"\n${LIMIT.replace(/^/gm, "# ")}\n` }, none],
  ["at the top", { "wrangler.toml": `${LIMIT}[vars]\nCORS_ORIGINS = "https://example.com"\n` }, both],
  [
    "of one environment",
    {
      "wrangler.toml": `vars = { CORS_ORIGINS = "" }\n[env.staging]\nvars.CORS_ORIGINS = "*"\n${LIMIT.replace("[[", "[[env.production.")}`,
    },
    both,
  ],
  [
    "of this machine",
    { ".dev.vars": 'CORS_ORIGINS="http://localhost:5173"\n' },
    { ...none, otherSites: true },
  ],
  ["of this machine, empty", { ".dev.vars": "CORS_ORIGINS=\n" }, none],
  ["of another name", { "wrangler.toml": LIMIT.replace("RATE_LIMIT", "LIMIT") }, none],
])("settings %s", (_, files, expected) => {
  expect(settingsOf(files)).toEqual(expected);
});
