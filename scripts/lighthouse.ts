// `npm run lighthouse`: what Lighthouse says of the first screen as it is built, on a demonstration of its own.

import { spawn } from "node:child_process";
import { writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { openRoom } from "../test/web/room.ts";
import { root } from "./project-files.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const PORT = 9222 + Math.floor(Math.random() * 1000);
/** What is asked of the first screen, of a hundred. */
const LEAST = { performance: 95, accessibility: 95, "best-practices": 90 };

const room = await openRoom("syria-2016");
const chrome = spawn(
  CHROMIUM,
  ["--headless=new", "--no-sandbox", `--remote-debugging-port=${PORT}`, "--user-data-dir=/tmp/truce-lighthouse"],
  { stdio: "ignore" },
);
try {
  // Somebody has come in before: what is measured is the room, not the entering.
  const { request } = await import("playwright-core").then(async ({ chromium }) => {
    const browser = await connected(() => chromium.connectOverCDP(`http://127.0.0.1:${PORT}`));
    return { request: browser.contexts()[0]!.request };
  });
  const asked = await request.get(`${room.url}/api/demonstration`);
  const { people } = (await asked.json()) as {
    readonly people: readonly { readonly id: string; readonly role: string }[];
  };
  const account = people.find(({ role }) => role === "editor")!.id;
  await request.post(`${room.url}/api/demonstration/enter`, { data: { account }, headers: { origin: room.url } });
  let failed = 0;
  for (const formFactor of ["desktop", "mobile"] as const) {
    const result = await lighthouse(room.url, {
      port: PORT,
      output: "html",
      formFactor,
      disableStorageReset: true,
      ...screenOf(formFactor),
    });
    const { categories, audits } = result!.lhr;
    for (const [name, least] of Object.entries(LEAST)) {
      const score = Math.round((categories[name]?.score ?? 0) * 100);
      if (score < least) failed += 1;
      console.log(`${formFactor}  ${name.padEnd(16)} ${score}${score < least ? `  (at least ${least})` : ""}`);
    }
    for (const metric of [
      "first-contentful-paint",
      "largest-contentful-paint",
      "total-blocking-time",
      "cumulative-layout-shift",
    ])
      console.log(`${formFactor}    ${metric}: ${audits[metric]?.displayValue ?? "?"}`);
    await mkdir(join(root, "out"), { recursive: true });
    await writeFile(join(root, `out/lighthouse-${formFactor}.html`), String(result!.report));
  }
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  chrome.kill();
  await room.close();
}

function screenOf(formFactor: "desktop" | "mobile"): object {
  if (formFactor === "mobile") return {};
  return {
    screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
    throttling: {
      rttMs: 40,
      throughputKbps: 10_240,
      cpuSlowdownMultiplier: 1,
      requestLatencyMs: 0,
      downloadThroughputKbps: 0,
      uploadThroughputKbps: 0,
    },
  };
}

/** The browser takes a moment. */
async function connected<T>(connect: () => Promise<T>): Promise<T> {
  for (let left = 50; ; left--) {
    try {
      return await connect();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}
