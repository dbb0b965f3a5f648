// Holds the documentation to what is there: links and anchors lead somewhere, JSON and agreement blocks can be read,
// and every npm script a page names exists.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { conclude, loadSources, root, type Sources } from "./project-files.ts";

export interface DocContext {
  readonly sources: Sources;
  /** Whether a path from the project's folder is a file or a folder. */
  readonly exists: (path: string) => boolean;
  readonly npmScripts: readonly string[];
  /** What is wrong with an agreement, each on a line; absent while there is no language to ask. */
  readonly checkAgreement?: (markdown: string) => readonly string[];
}

interface Fence {
  readonly info: string;
  readonly text: string;
  /** Line of the opening fence. */
  readonly line: number;
}

interface Page {
  readonly fences: readonly Fence[];
  /** The lines outside fences; those inside are empty. */
  readonly prose: readonly string[];
}

export function splitPage(markdown: string): Page {
  const fences: Fence[] = [];
  const prose: string[] = [];
  let open: { mark: string; info: string; line: number; lines: string[] } | undefined;
  markdown.split(/\r?\n/).forEach((line, index) => {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    prose.push(open === undefined && !fence ? line : "");
    if (open === undefined) {
      if (fence) open = { mark: fence[1] ?? "", info: (fence[2] ?? "").trim(), line: index + 1, lines: [] };
    } else if (fence && fence[2] === "" && (fence[1] ?? "").startsWith(open.mark)) {
      fences.push({ info: open.info, text: open.lines.join("\n"), line: open.line });
      open = undefined;
    } else open.lines.push(line);
  });
  if (open !== undefined) fences.push({ info: `unclosed ${open.info}`, text: open.lines.join("\n"), line: open.line });
  return { fences, prose };
}

/** The anchors a page offers: its headings as GitHub names them, and explicit `id`s. */
export function findAnchors(prose: readonly string[]): Set<string> {
  const anchors = new Set<string>();
  const slugged = new Map<string, number>();
  for (const line of prose) {
    for (const match of line.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(match[1] ?? "");
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\p{M} _-]/gu, "").replaceAll(" ", "-");
    const before = slugged.get(slug) ?? 0;
    slugged.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return anchors;
}

export function findLinks(prose: readonly string[]): { target: string; line: number }[] {
  const forms = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    /^\s{0,3}\[[^\]^]+\]:\s+<?(\S+?)>?(?:\s|$)/g,
    /\b(?:src|href)="([^"]+)"/g,
  ];
  return prose.flatMap((line, index) => {
    const shown = line.replace(/`[^`]*`/g, (code) => " ".repeat(code.length));
    return forms.flatMap((form) => Array.from(shown.matchAll(form), (m) => ({ target: m[1] ?? "", line: index + 1 })));
  });
}

function checkLink(page: string, target: string, context: DocContext): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [file = "", anchor = ""] = decodeURI(target).split("#");
  const base = file.startsWith("/") ? "." : posix.dirname(page);
  const path = file === "" ? page : posix.normalize(posix.join(base, file)).replace(/\/$/, "");
  if (path.startsWith("..")) return `link "${target}" leads out of the project`;
  if (path !== "." && !context.exists(path)) return `link "${target}": ${path} is not there`;
  const markdown = context.sources.get(path);
  if (anchor === "" || markdown === undefined) return undefined;
  return findAnchors(splitPage(markdown).prose).has(anchor)
    ? undefined
    : `link "${target}": ${path} has no heading #${anchor}`;
}

function checkFence(page: string, fence: Fence, context: DocContext): string[] {
  if (fence.info.startsWith("unclosed")) return ["the fence is never closed"];
  const language = fence.info.split(/\s/)[0] ?? "";
  if (language === "json") {
    try {
      JSON.parse(fence.text);
    } catch (error) {
      return [`the JSON block cannot be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  }
  // Examples are agreements in their own right and checked as such; a page may show a wrong text if it says so.
  const isShownWrong = /\bwrong\b/.test(fence.info);
  if (language === "truce" && !isShownWrong && !page.startsWith("examples/") && context.checkAgreement) {
    return context.checkAgreement(fence.text).map((problem) => `truce block: ${problem}`);
  }
  return [];
}

function checkScriptNames(text: string, npmScripts: readonly string[]): string[] {
  const named = Array.from(text.matchAll(/\bnpm run ([\w:-]+)/g), (match) => match[1] ?? "");
  return named.filter((name) => !npmScripts.includes(name)).map((name) => `there is no npm script "${name}"`);
}

export function checkDocs(context: DocContext): string[] {
  const problems: string[] = [];
  for (const [page, markdown] of context.sources) {
    const { fences, prose } = splitPage(markdown);
    for (const { target, line } of findLinks(prose)) {
      const wrong = checkLink(page, target, context);
      if (wrong !== undefined) problems.push(`${page}:${line}: ${wrong}`);
    }
    for (const fence of fences) {
      for (const wrong of checkFence(page, fence, context)) problems.push(`${page}:${fence.line}: ${wrong}`);
    }
    markdown.split("\n").forEach((line, index) => {
      for (const wrong of checkScriptNames(line, context.npmScripts)) problems.push(`${page}:${index + 1}: ${wrong}`);
    });
  }
  return problems;
}

interface LanguageDoor {
  readonly parseAgreement?: (text: string) => { readonly problems?: readonly { readonly message?: string }[] };
}

/** Asks the language's own parser. A block on a page is a fragment, so it is given the smallest frame an agreement has. */
async function loadAgreementCheck(): Promise<DocContext["checkAgreement"]> {
  const door = join(root, "src/language/index.ts");
  if (!existsSync(door)) return undefined;
  const { parseAgreement } = (await import(pathToFileURL(door).href)) as LanguageDoor;
  if (parseAgreement === undefined) return undefined;
  const frame = "---\ntruce: 1\nid: page\ntitle: A block on a page\nzone: UTC\n---\n\n";
  return (block) => {
    const found = parseAgreement(`${frame}\`\`\`truce\n${block}\n\`\`\`\n`);
    return (found.problems ?? []).map((problem) => problem.message ?? JSON.stringify(problem));
  };
}

if (import.meta.main) {
  const sources = loadSources((path) => path.endsWith(".md"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  const checkAgreement = await loadAgreementCheck();
  const problems = checkDocs({
    sources,
    exists: (path) => statSync(join(root, path), { throwIfNoEntry: false }) !== undefined,
    npmScripts: Object.keys(manifest.scripts),
    ...(checkAgreement && { checkAgreement }),
  });
  conclude(problems, `${sources.size} pages`);
}
