import { messageOf } from "./api";

/** What goes wrong while the page asks for news; nothing when nothing does, or is not known yet. */
export function Trouble({ error }: { error: unknown }) {
  if (error === undefined) return null;
  return (
    <p class="trouble" role="alert">
      {messageOf(error)} Trying again.
    </p>
  );
}
