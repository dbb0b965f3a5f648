import { ProblemAnswer } from "../../api/client.ts";
import { asked } from "../record/index.ts";

/** Where nobody has to be signed in. */
export const OUTSIDE: ReadonlySet<string> = new Set(["/sign-in", "/invitation"]);

/** If the server says that the session is over, nothing of the record stays on the page. Returns how to stop. */
export function watchSession(): () => void {
  return asked.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || OUTSIDE.has(location.pathname)) return;
    const { error } = query.state;
    if (!(error instanceof ProblemAnswer) || error.problem.status !== 401) return;
    asked.clear();
    location.assign(signInFrom(location.pathname + location.search, true));
  });
}

/** The address of the page to sign in on, which leads back. */
export function signInFrom(page: string, isOver = false): string {
  const asks = new URLSearchParams({ ...(isOver ? { over: "yes" } : {}), ...(page === "/" ? {} : { from: page }) });
  return asks.size === 0 ? "/sign-in" : `/sign-in?${asks.toString()}`;
}

/** Where to go after signing in: a page of this server, and never another's (CWE-601). */
export function pageAfter(search: string): string {
  const from = new URLSearchParams(search).get("from")?.replace(/^"(.*)"$/u, "$1") ?? "/";
  return /^\/(?![/\\])[^\u0000-\u0020]*$/u.test(from) && !OUTSIDE.has(from.split(/[?#]/u)[0]!) ? from : "/";
}
