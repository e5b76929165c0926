/**
 * Whether a command printed what its page shows. `…` stands for anything within its line; on a line of its own, for any
 * lines. Space at the ends of lines is not looked at, nor are empty lines at the end.
 */
export function isShown(expected: string, actual: string): boolean {
  const pattern = tidy(expected)
    .split("\n")
    .map((line) =>
      line.trim() === "…" ? "(?:.*\n)*" : `${line.split("…").map(RegExp.escape).join(".*")}\n`,
    );
  return new RegExp(`^${pattern.join("")}$`).test(`${tidy(actual)}\n`);
}

/** As it stands in a page: without the line ends of HTTP. */
export function tidy(output: string): string {
  return output.replaceAll(/[ \t\r]+$/gm, "").trimEnd();
}
