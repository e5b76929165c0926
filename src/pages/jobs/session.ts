/**
 * Who looks at the board: whoever has given the operators' token, for as long as the tab is open. It is sent as a header
 * and never as a cookie, so no other site can make the browser send it.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";

const KEY = "shortorder-jobs-token";

const listeners = new Set<() => void>();

export function token(): string | null {
  return sessionStorage.getItem(KEY);
}

export function signIn(token: string): void {
  sessionStorage.setItem(KEY, token);
  tell();
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  tell();
}

/** Is somebody signed in? Renders again when that changes. */
export function useSignedIn(): boolean {
  const [isSignedIn, set] = useState(token() !== null);
  useEffect(() => {
    const update = () => set(token() !== null);
    listeners.add(update);
    return () => void listeners.delete(update);
  }, []);
  return isSignedIn;
}

function tell(): void {
  for (const listener of listeners) listener();
}
