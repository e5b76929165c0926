/**
 * A plugin for Swagger UI: what goes wrong is answered as a problem whatever it is, so an operation shows the shape of
 * one once, at the last of its problems, and not at each.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */

const isProblem = (response) => response.hasIn(["content", "application/problem+json"]);

export const problems = ({ React: { createElement: h } }) => ({
  wrapComponents: {
    responses: (Original) => (props) => {
      const last = props.responses.findLastKey(isProblem);
      const responses = props.responses.map((response, status) =>
        status !== last && isProblem(response) ? response.delete("content") : response,
      );
      return h(Original, { ...props, responses });
    },
  },
});
