/** Secrets of the development server, and what else is for nobody but who develops, for what `.dev.vars` does not set. */
const DEVELOPMENT_SECRETS = {
  JOBS_TOKEN: "dev",
  WEBHOOK_SECRET: "whsec_ZGV2ZWxvcG1lbnQgb25seSwgbm8gc2VjcmV0",
  WEBHOOK_ALLOW_PRIVATE: "1",
  SERVER_TIMING: "on",
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/** They are known to everybody: where others than this machine may come in, there are none. */
export function developmentSecrets(host: string): Record<string, string> {
  return LOOPBACK.test(host) ? DEVELOPMENT_SECRETS : {};
}

/**
 * How the summary tells of the way to `/jobs`.
 *
 * @param secrets of the development server
 * @param bindings of the edge Worker, those of `.dev.vars` among them
 */
export function jobsLine(
  base: string,
  host: string,
  secrets: Record<string, string>,
  bindings: Record<string, unknown>,
): string {
  const { JOBS_TOKEN: own } = bindings;
  if (own) return `${base}/jobs   Authorization: Bearer <JOBS_TOKEN of .dev.vars>`;
  if (secrets.JOBS_TOKEN) return `${base}/jobs   Authorization: Bearer ${secrets.JOBS_TOKEN}`;
  return `closed to operators, since others reach ${host} too: set the secrets of .dev.vars.example in .dev.vars`;
}
