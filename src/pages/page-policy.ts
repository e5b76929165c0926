/**
 * What a page may do: run, show and ask what is of its own origin. No inline script, no `eval`, no inline style.
 *
 * Pictures may also be `data:`, as the icons in Swagger UI's stylesheet are, or `blob:`, as an answer is that a page
 * shows.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
