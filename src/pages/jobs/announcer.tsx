/**
 * One line that says what came of something that was done, for eyes and screen readers alike. What changes by itself is
 * not announced.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";
import { messageOf } from "./api";
import { refresh } from "./live";

interface Announcement {
  text: string;
  isError: boolean;
}

const SHOWN_MS = 6_000;

let tell: (announcement: Announcement) => void = () => {};

/** Do something, say what came of it, and ask for everything anew. @param act returns what to say */
export async function perform(act: () => Promise<string>): Promise<void> {
  try {
    tell({ text: await act(), isError: false });
  } catch (error) {
    tell({ text: messageOf(error), isError: true });
  }
  refresh();
}

export function Announcer() {
  const [announcement, set] = useState<Announcement | null>(null);
  useEffect(() => {
    tell = set;
  }, []);
  useEffect(() => {
    if (announcement === null || announcement.isError) return;
    const timer = setTimeout(() => set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [announcement]);
  return (
    <div class="announcer" role="status">
      {announcement && (
        <p class={announcement.isError ? "announcement error" : "announcement"}>
          {announcement.text}
          <button type="button" class="quiet" onClick={() => set(null)} aria-label="Dismiss">
            ×
          </button>
        </p>
      )}
    </div>
  );
}
