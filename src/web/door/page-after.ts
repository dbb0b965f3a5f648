/** Where nobody has to be signed in. */
const OUTSIDE: ReadonlySet<string> = new Set(["/sign-in", "/invitation"]);

/** Where to go after signing in: a page of this server, and never another's (CWE-601). */
export function pageAfter(search: string): string {
  const from = new URLSearchParams(search).get("from")?.replace(/^"(.*)"$/u, "$1") ?? "/";
  return /^\/(?![/\\])\S*$/u.test(from) && !OUTSIDE.has(from.split(/[?#]/u)[0]!) ? from : "/";
}
