/** What the tests use of a package that comes without types. */
declare module "parse-prometheus-text-format" {
  export default function parsePrometheusTextFormat(text: string): {
    name: string;
    metrics: { labels?: Record<string, string>; value?: string }[];
  }[];
}
