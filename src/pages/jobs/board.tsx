/**
 * The board: what is the same on every page of it, and which page the address asks for.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Announcer } from "./announcer";
import { JobListPage, LIST_PARAMETERS } from "./job-list-page";
import { JobPage } from "./job-page";
import { OverviewPage } from "./overview-page";
import { followLink, type Place, usePlace } from "./place";
import { QueuesPage } from "./queues-page";
import { SchedulesPage } from "./schedules-page";
import { signOut, useSignedIn } from "./session";
import { SignInPage } from "./sign-in-page";

const SECTIONS = [
  { name: "Overview", href: "/jobs" },
  { name: "Jobs", href: "/jobs?limit=50" },
  { name: "Queues", href: "/jobs/queues" },
  { name: "Schedules", href: "/jobs/schedules" },
] as const;

type Section = (typeof SECTIONS)[number]["name"];

interface Shown {
  title: string;
  section: Section;
  page: ComponentChildren;
}

export function Board() {
  const place = usePlace();
  const isSignedIn = useSignedIn();
  const { title, section, page } = shownAt(place, isSignedIn);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    document.title = `${title} · Shortorder`;
    // Not when the page is opened: the browser sees to that.
    if (shown.current !== title) heading.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link's Enter is a click too
    // biome-ignore lint/a11y/noStaticElementInteractions: it is the links in it that are clicked
    <div class="board" onClick={followLink}>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <p class="brand">
          <img src="/jobs/board/icon.svg" alt="" width="24" height="24" /> Shortorder
        </p>
        {isSignedIn && (
          <>
            <nav aria-label="Board">
              {SECTIONS.map(({ name, href }) => (
                <a key={name} href={href} aria-current={name === section ? "page" : undefined}>
                  {name}
                </a>
              ))}
            </nav>
            <button type="button" class="quiet" onClick={signOut}>
              Sign out
            </button>
          </>
        )}
      </header>
      <main id="content" tabIndex={-1}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {page}
      </main>
      <Announcer />
    </div>
  );
}

/** A job's page is for whoever has its id; all others are for operators. */
function shownAt({ path, query }: Place, isSignedIn: boolean): Shown {
  const [, , id] = path.split("/");
  if (id !== undefined && id !== "queues" && id !== "schedules")
    return { title: "Job", section: "Jobs", page: <JobPage key={id} id={id} isSignedIn={isSignedIn} /> };
  const section = sectionAt(path, query);
  if (!isSignedIn) return { title: "Jobs", section, page: <SignInPage /> };
  return { title: section, section, page: pageOf(section, query) };
}

function sectionAt(path: string, query: URLSearchParams): Section {
  if (path === "/jobs/queues") return "Queues";
  if (path === "/jobs/schedules") return "Schedules";
  return LIST_PARAMETERS.some((key) => query.has(key)) ? "Jobs" : "Overview";
}

function pageOf(section: Section, query: URLSearchParams): ComponentChildren {
  switch (section) {
    case "Overview":
      return <OverviewPage query={query} />;
    case "Jobs":
      return <JobListPage query={query} />;
    case "Queues":
      return <QueuesPage />;
    case "Schedules":
      return <SchedulesPage />;
  }
}
