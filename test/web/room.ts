import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** The situation room as its user has it: `truce start` in a process of its own, and Debian's Chromium. */

const root = join(import.meta.dirname, "../..");
/** Where Debian has it; another by CHROMIUM. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export type Role =
  "editor" | "verifier" | "first-decider" | "second-decider" | "humanitarian" | "viewer" | "monitor" | "admin";

export interface VisitOptions {
  /** Who looks: a role of the demonstration, or `liaison PARTY`. Unset: whoever the room lets in first. */
  readonly as?: Role | `liaison ${string}`;
  readonly language?: "en" | "ar";
  readonly look?: "light" | "dark";
  readonly size?: { readonly width: number; readonly height: number };
  /** Pages are kept for reading without a network. */
  readonly isKept?: boolean;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: errors on the console, exceptions. */
  readonly complaints: string[];
}

export interface Room {
  readonly url: string;
  readonly data: string;
  visit(path: string, options?: VisitOptions): Promise<Visit>;
  /** Asks the API as somebody, from outside the browser. */
  ask(path: string, as: NonNullable<VisitOptions["as"]>): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens a room on a new record of an example. */
export async function openRoom(example: "syria-2016" | "two-villages"): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), "truce-room-"));
  await chmod(folder, 0o711);
  const data = join(folder, "record");
  const { child, url } = await startRoom(example, data);
  const browser = await openBrowser();
  return {
    url,
    data,
    visit: (path, options = {}) => visit(browser, url + path, options),
    ask: async (path, as) => {
      const context = await browser.newContext();
      await enter(context, new URL(url).origin, as);
      const answer = await context.request.get(url + path);
      // What was answered is gone with the context.
      const told: unknown = await answer.json();
      await context.close();
      return told;
    },
    async close() {
      await browser.close();
      await stopped(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

async function startRoom(
  example: string,
  data: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const args = [join(root, "src/cli.ts"), "start", join(root, "examples", example), "--data", data, "--port", "0"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise<string>((found, failed) => {
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      const address = /http:\/\/localhost:\d+/u.exec(told)?.[0];
      if (address !== undefined) found(address);
    });
    child.on("close", () => failed(new Error(`the room did not open: ${told}`)));
  });
  return { child, url };
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.on("close", done));
  child.kill("SIGTERM");
  await ended;
}

async function visit(browser: Browser, url: string, options: VisitOptions): Promise<Visit> {
  const { as, language = "en", look = "light", size = { width: 1280, height: 900 }, isKept = false } = options;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: look,
    reducedMotion: "reduce",
    serviceWorkers: isKept ? "allow" : "block",
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript((chosen) => localStorage.setItem("truce.language", chosen), language);
  if (as !== undefined) await enter(context, new URL(url).origin, as);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, context, complaints };
}

interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly party: string | null;
}

async function enter(context: BrowserContext, origin: string, as: NonNullable<VisitOptions["as"]>): Promise<void> {
  const answer = await context.request.get(`${origin}/api/demonstration`);
  const { people } = (await answer.json()) as { readonly people: readonly Person[] };
  const person = people.find((one) => isMeant(one, as));
  if (!person) throw new Error(`nobody in the demonstration is ${as}`);
  await context.request.post(`${origin}/api/demonstration/enter`, {
    data: { account: person.id },
    headers: { origin },
  });
}

function isMeant({ name, role, party }: Person, as: NonNullable<VisitOptions["as"]>): boolean {
  if (as.startsWith("liaison ")) return party === as.slice("liaison ".length);
  return role === as || name.toLowerCase().replaceAll(" ", "-") === as;
}
