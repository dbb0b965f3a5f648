// `npm run pictures`: every screen of the situation room as pictures, in English and Arabic, light and dark, on a wide screen and a
// telephone. Starts a demonstration of its own, unless one that runs is given.
//
//   npm run pictures -- --out out/pictures
//   npm run pictures -- --url http://localhost:8080 --only today,map

import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "playwright-core";
import { root } from "./project-files.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(root, "out/pictures") },
    url: { type: "string" },
    only: { type: "string" },
    looks: { type: "string", default: "light,dark" },
    languages: { type: "string", default: "en,ar" },
    widths: { type: "string", default: "wide,phone" },
  },
});

/** Addresses by the name of the picture; `INCIDENT` is one that cannot be decided. */
const SCREENS: Readonly<Record<string, string>> = {
  today: "/",
  map: "/map",
  incidents: "/incidents",
  incident: "/incidents/INCIDENT",
  agreement: "/agreement",
  acceptances: "/acceptances",
  import: "/import",
  people: "/people",
  ledger: "/ledger",
  account: "/account",
  "sign-in": "/sign-in",
};

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

async function demonstration(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  if (values.url !== undefined) return { url: values.url, stop: () => Promise.resolve() };
  const data = await mkdtemp(join(tmpdir(), "truce-pictures-"));
  await chmod(data, 0o711);
  const args = [join(root, "src/cli.ts"), "start", "--data", join(data, "record"), "--port", "0"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise<string>((found, failed) => {
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      const address = /http:\/\/localhost:\d+/u.exec(told)?.[0];
      if (address !== undefined) found(address);
    });
    child.on("close", () => failed(new Error(`no demonstration: ${told}`)));
  });
  const stop = async (): Promise<void> => {
    const ended = new Promise((done) => child.on("close", done));
    child.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { url, stop };
}

interface Shot {
  readonly name: string;
  readonly language: string;
  readonly look: string;
  readonly size: keyof typeof SIZES;
}

function* shots(): Generator<Shot> {
  const only = values.only?.split(",");
  for (const name of Object.keys(SCREENS)) {
    if (only && !only.includes(name)) continue;
    for (const language of values.languages.split(","))
      for (const look of values.looks.split(","))
        for (const size of values.widths.split(",") as (keyof typeof SIZES)[]) yield { name, language, look, size };
  }
}

/** Somebody who has come in, once for all pictures. */
async function comeIn(browser: Browser, url: string): Promise<{ readonly state: object; readonly incident: string }> {
  const context = await browser.newContext();
  const { request } = context;
  const asked = await request.get(`${url}/api/demonstration`);
  const { people } = (await asked.json()) as {
    readonly people: readonly { readonly id: string; readonly role: string }[];
  };
  const editor = people.find(({ role }) => role === "editor")!;
  await request.post(`${url}/api/demonstration/enter`, { data: { account: editor.id }, headers: { origin: url } });
  const found = await request.get(
    `${url}/api/incidents?limit=1&rule=cease-attacks/2&reading=text&verdict=undetermined`,
  );
  const { items } = (await found.json()) as { readonly items?: readonly { readonly id: string }[] };
  const incident = items?.[0]?.id ?? "none";
  const state = await context.storageState();
  await context.close();
  return { state, incident };
}

async function picture(
  browser: Browser,
  url: string,
  { shot, state, incident }: { shot: Shot; state: object; incident: string },
): Promise<void> {
  const { name, language, look, size } = shot;
  const context = await browser.newContext({
    storageState: state as never,
    viewport: SIZES[size],
    deviceScaleFactor: size === "phone" ? 2 : 1,
    colorScheme: look === "dark" ? "dark" : "light",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  await context.addInitScript((chosen) => localStorage.setItem("truce.language", chosen), language);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  if (name === "sign-in") await context.clearCookies();
  await page.goto(url + SCREENS[name]!.replace("INCIDENT", incident));
  await settled(page);
  const file = join(values.out, `${name}-${language}-${look}-${size}.png`);
  await page.screenshot({ path: file, fullPage: size === "phone" });
  await context.close();
  console.log(`${file}${errors.length > 0 ? `  ${errors.length} errors: ${errors[0]}` : ""}`);
}

/** Nothing is loading any more. The stream of changes never ends, so the network is never idle. */
async function settled(page: Page): Promise<void> {
  const main = page.locator("main");
  await main
    .locator("h1")
    .waitFor({ timeout: 15_000 })
    .catch(() => undefined);
  const loading = main.getByText(/Loading …|جارٍ التحميل/u);
  for (let left = 60; left > 0 && (await loading.count()) > 0; left--) await page.waitForTimeout(250);
  await page.waitForTimeout(700);
}

await mkdir(values.out, { recursive: true });
const running = await demonstration();
const { url } = running;
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
try {
  const known = await comeIn(browser, url);
  for (const shot of shots()) await picture(browser, url, { shot, ...known });
} finally {
  await browser.close();
  await running.stop();
}
