/**
 * Long text, as much as one reads of it.
 *
 * @module
 */

/** What fits into a line of so many characters is one. */
const LINE_CHARACTERS = 72;

const SHOWN_CHARACTERS = 50_000;

/** A JSON value. @param value undefined is told as such */
export function JsonText({ value, label }: { value: unknown; label: string }) {
  return <LongText text={pretty(value)} label={label} />;
}

export function LongText({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section class="text" tabIndex={0} aria-label={label}>
      <pre>
        {text.slice(0, SHOWN_CHARACTERS)}
        {text.length > SHOWN_CHARACTERS && " …"}
      </pre>
    </section>
  );
}

/** JSON with as few lines as are easy to read. */
function pretty(value: unknown, indent = ""): string {
  const line = JSON.stringify(value) ?? "undefined";
  if (line.length <= LINE_CHARACTERS || typeof value !== "object" || value === null) return spaced(line);
  const deeper = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((member) => pretty(member, deeper))
    : Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${pretty(member, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${deeper}${members.join(`,\n${deeper}`)}\n${indent}${close}`;
}

/** A space after each comma and colon that is not in a string. */
function spaced(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|[,:]/g, (token) => (token.length === 1 ? `${token} ` : token));
}
