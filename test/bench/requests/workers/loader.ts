/**
 * Starts Workers, each in a fresh isolate of this workerd, and has each answer one request.
 *
 * `POST /?worker=NAME&times=N`; the code of NAME is the binding of that name.
 */
export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const code = env[searchParams.get("worker") ?? ""] as string;
    for (let time = 0; time < Number(searchParams.get("times")); time++) {
      const worker = env.LOADER.load({
        compatibilityDate: "2026-11-01",
        mainModule: "index.js",
        modules: { "index.js": code },
        env: { LOG_REQUESTS: "none" },
      });
      const response = await worker.getEntrypoint().fetch("http://localhost/burgers/7?limit=25");
      const text = await response.text();
      if (!text.startsWith('{"id":7,')) return new Response(text, { status: 500 });
    }
    return new Response();
  },
} satisfies ExportedHandler<{ LOADER: WorkerLoader } & Record<string, unknown>>;
