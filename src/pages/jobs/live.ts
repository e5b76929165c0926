/**
 * What is asked for again and again, so that the page is never old: once a second while it changes, less often while it
 * does not, and not at all while nobody looks. However busy the queue is, that is one picture a second.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";
import { request } from "./api";

const SLOWEST_MS = 5_000;

/** How much less often it is asked for each time that it is the same. */
const SLOWDOWN = 1.5;

const wakers = new Set<() => void>();

export interface Live<T> {
  /** Undefined until the first answer. */
  data?: T;
  /** What went wrong last, if it did. */
  error?: unknown;
}

/** Ask for everything at once: something was done. */
export function refresh(): void {
  for (const wake of wakers) wake();
}

/** Be told when everything is asked for. @returns what ends that */
export function onRefresh(wake: () => void): () => void {
  wakers.add(wake);
  return () => void wakers.delete(wake);
}

/** @param path null for nothing */
export function useLive<T>(path: string | null, fastestMs = 1_000): Live<T> {
  const [live, set] = useState<Live<T> & { path: string | null }>({ path });
  useEffect(() => {
    if (path === null) return;
    let last = "";
    let wait = fastestMs;
    let isAsking = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leaving = new AbortController();
    const ask = async () => {
      if (isAsking || document.hidden) return;
      isAsking = true;
      clearTimeout(timer);
      const began = performance.now();
      try {
        const text = await (await request(path, { signal: leaving.signal })).text();
        wait = text === last ? Math.min(wait * SLOWDOWN, Math.max(SLOWEST_MS, fastestMs)) : fastestMs;
        if (text !== last) set({ path, data: JSON.parse(text) as T });
        last = text;
      } catch (error) {
        if (leaving.signal.aborted) return;
        last = "";
        wait = SLOWEST_MS;
        set((before) => ({ ...before, path, error }));
      }
      isAsking = false;
      // What takes the server long it is not asked for all the time.
      timer = setTimeout(ask, Math.max(wait, 2 * (performance.now() - began)));
    };
    const wake = () => {
      wait = fastestMs;
      void ask();
    };
    const deaf = onRefresh(wake);
    document.addEventListener("visibilitychange", wake);
    void ask();
    return () => {
      leaving.abort();
      clearTimeout(timer);
      deaf();
      document.removeEventListener("visibilitychange", wake);
    };
  }, [path, fastestMs]);
  return live.path === path ? live : {};
}

/** The present time, once a second. */
export function useNow(): number {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
