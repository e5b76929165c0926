/**
 * Asking before something is done.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface DialogProps {
  title: string;
  /** What the button says that does it. */
  action: string;
  /** It cannot be undone. */
  isDangerous?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** A modal dialog; the browser keeps the focus in it, and gives it back afterwards. */
export function Dialog({ title, action, isDangerous = false, onConfirm, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          if (event.submitter?.getAttribute("value") === "yes") onConfirm();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <p class="buttons">
          <button type="submit" value="no" formNoValidate>
            Leave it
          </button>
          <button type="submit" value="yes" class={isDangerous ? "danger" : "primary"}>
            {action}
          </button>
        </p>
      </form>
    </dialog>
  );
}
