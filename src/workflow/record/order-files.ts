import { loadBytes } from "../../gateways/index.ts";
import { isProblem } from "./is-problem.ts";
import { kindOfFile, type FileKind } from "./understand.ts";

/** Each finds what it rests on in those before it: the text, who is who, lists, areas, what was watched, reports. */
const ORDER: readonly FileKind[] = [
  ...(["agreement", "actors", "list", "un-list", "areas", "places"] as const),
  ...(["coverage", "accounts", "diary", "reports", "mail", "other"] as const),
];

/** What a file is, by its name and how it begins. */
export async function kindAt(path: string): Promise<FileKind> {
  return kindOfFile(path, await beginningOf(path));
}

/** Files that lie together, in the order in which they are read. */
export async function inReadingOrder(paths: readonly string[]): Promise<readonly string[]> {
  const kinds = await Promise.all(paths.map(kindAt));
  return paths
    .map((path, i) => ({ path, rank: ORDER.indexOf(kinds[i]!) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ path }) => path);
}

export async function beginningOf(path: string): Promise<string> {
  for await (const chunk of loadBytes(path)) return isProblem(chunk) ? "" : new TextDecoder().decode(chunk);
  return "";
}
