/**
 * Where in the board one is: the address says so, and links lead on without loading the page again.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";

export interface Place {
  path: string;
  query: URLSearchParams;
}

/** Pages of the board; whatever else begins with `/jobs` is data. */
const PAGE = /^\/jobs(?:\/[\w-]+)?\/?$/;

const listeners = new Set<() => void>();

/** Renders again when one goes elsewhere. */
export function usePlace(): Place {
  const [place, set] = useState(here);
  useEffect(() => {
    const update = () => set(here());
    listeners.add(update);
    addEventListener("popstate", update);
    return () => {
      listeners.delete(update);
      removeEventListener("popstate", update);
    };
  }, []);
  return place;
}

export function go(address: string): void {
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  for (const listener of listeners) listener();
}

/** Follow a link of the board within it: for the clicks in whatever holds the links. */
export function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.hash !== "" || !PAGE.test(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** An address with these parameters; what is empty is left out. */
export function address(path: string, parameters: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (value) query.set(key, value);
  return query.size === 0 ? path : `${path}?${query}`;
}

function here(): Place {
  const { pathname, search } = location;
  return { path: pathname.replace(/(.)\/$/, "$1"), query: new URLSearchParams(search) };
}
