import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnswerOf, Endpoints } from "../../src/api/contract.ts";
import { openRoom, type Room } from "./room.ts";

/** The room without a network, with a server that does not answer, and with an answer that cannot be understood. */

const SLOW = 120_000;
const ROOM = 240_000;

let room: Room;
beforeAll(async () => {
  room = await openRoom("two-villages");
}, ROOM);
afterAll(async () => room?.close(), SLOW);

const grid = (page: Page) => page.getByRole("grid");
const outbox = (page: Page, state: string) => page.getByRole("button", { name: `What you did: ${state}` });

/** What the record calls the incidents, as far as this device keeps it. */
const keptLabels = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const kept = await caches.match("/api/incidents/columns", { cacheName: "answers" });
    return (await kept?.text()) ?? "";
  });

/** Answers of the record that this device keeps. */
const keptAnswers = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const requests = (await caches.has("answers")) ? await (await caches.open("answers")).keys() : [];
    return requests.map(({ url }) => new URL(url).pathname);
  });

const keptActs = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem("truce.outbox"));

/** The list of incidents as an editor has it, once it is kept on the device. */
async function keptRoom() {
  const visit = await room.visit("/incidents", { as: "editor", isKept: true });
  await grid(visit.page).waitFor();
  await expect
    .poll(() => keptAnswers(visit.page), { timeout: 30_000 })
    .toEqual(expect.arrayContaining(["/api/caller", "/api/incidents/columns"]));
  return visit;
}

async function report(page: Page, what: string, when: string): Promise<void> {
  await page.getByRole("button", { name: "One report" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "In a few words" }).fill(what);
  await dialog.getByRole("textbox", { name: /^When/u }).fill(when);
  await dialog.getByRole("button", { name: "Record it" }).click();
}

/** How many reports of this name the server has. */
async function recorded(what: string): Promise<number> {
  const { items } = (await room.ask("/api/reports?limit=100", "editor")) as AnswerOf<Endpoints["listReports"]>;
  return items.filter(({ label }) => label === what).length;
}

test(
  "what was loaded can be read without a network, and what is done meanwhile is sent once, later",
  { timeout: SLOW },
  async () => {
    const what = "Told without a network";
    const { page, context } = await keptRoom();
    const rows = await grid(page).getAttribute("aria-rowcount");
    await context.setOffline(true);
    await page.reload();
    await grid(page).waitFor();
    expect(await grid(page).getAttribute("aria-rowcount")).toBe(rows);
    await page.getByText("No connection").waitFor();
    await report(page, what, "2024-05-03");
    await outbox(page, "waits for the network").waitFor();
    await page.reload();
    await outbox(page, "waits for the network").waitFor();
    await context.setOffline(false);
    await outbox(page, "accepted").waitFor({ timeout: 30_000 });
    await page.locator(`[role="grid"][aria-rowcount="${Number(rows) + 1}"]`).waitFor();
    expect(await recorded(what)).toBe(1);
    expect(await keptActs(page)).toBeNull();
    await context.close();
  },
);

test("what is refused is shown with the reason until it is taken away", { timeout: SLOW }, async () => {
  const { page, context } = await keptRoom();
  await context.setOffline(true);
  await report(page, "Told wrongly", "the day after");
  await outbox(page, "waits for the network").waitFor();
  await context.setOffline(false);
  await outbox(page, "refused").waitFor({ timeout: 30_000 });
  await page.reload();
  await outbox(page, "refused").click();
  const list = page.getByRole("dialog");
  expect(await list.getByRole("alert").textContent()).toContain("the day after");
  await list.getByRole("button", { name: "Take away" }).click();
  await outbox(page, "refused").waitFor({ state: "detached" });
  expect(await keptActs(page)).toBeNull();
  expect(await recorded("Told wrongly")).toBe(0);
  await context.close();
});

test("after the sign-out nothing of the record and of what was done is on the device", { timeout: SLOW }, async () => {
  const { page, context } = await keptRoom();
  await context.setOffline(true);
  await report(page, "Told wrongly", "the day after");
  await outbox(page, "waits for the network").waitFor();
  await context.setOffline(false);
  await outbox(page, "refused").waitFor({ timeout: 30_000 });
  expect(await keptActs(page)).not.toBeNull();
  expect(await keptLabels(page)).toContain("Herds turned back");
  await page.getByRole("button", { name: /Your account$/u }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/u);
  await page.getByRole("main").waitFor();
  expect(await keptActs(page)).toBeNull();
  // The page to sign in asks who is there, and is told that nobody is.
  const told = await page.evaluate(async () => {
    const kept = await caches.match("/api/caller", { cacheName: "answers" });
    return kept === undefined ? null : ((await kept.json()) as { account: unknown }).account;
  });
  expect(told).toBeNull();
  expect(await keptLabels(page)).not.toContain("Herds turned back");
  await context.close();
});

test("an act whose answer was lost on the way is done once, however often it is sent", { timeout: SLOW }, async () => {
  const what = "Told with a lost answer";
  const { page, context } = await room.visit("/incidents", { as: "editor" });
  await grid(page).waitFor();
  let sent = 0;
  await page.route("**/api/reports", async (route) => {
    sent += 1;
    // 1. It arrives, and nobody hears of it. 2. A proxy answers in the place of the server. 3. All is well.
    if (sent === 1) {
      await route.fetch();
      await route.abort("connectionreset");
    } else if (sent === 2) await route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
    else await route.continue();
  });
  await report(page, what, "2024-05-04");
  await outbox(page, "waits for the network").waitFor();
  expect(await recorded(what)).toBe(1);
  for (const state of ["waits for the network", "accepted"]) {
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await outbox(page, state).waitFor({ timeout: 30_000 });
    await expect.poll(() => sent, { timeout: 30_000 }).toBeGreaterThanOrEqual(state === "accepted" ? 3 : 2);
  }
  expect(await recorded(what)).toBe(1);
  await context.close();
});

test.for(["no JSON at all", '{"nonsense":true}\n', '{"nonsense":true}\n[1,2]\n["a"]\n'])(
  "an answer that cannot be understood leaves a sentence and a way to load again: %s",
  { timeout: SLOW },
  async (body) => {
    const { page, context } = await room.visit("/agreement", { as: "editor" });
    await page.route("**/api/incidents/columns*", (route) =>
      route.fulfill({ status: 200, contentType: "application/x-ndjson", body }),
    );
    await page.goto(`${room.url}/incidents`);
    await page.getByText("Something went wrong on this page. Nothing that was saved is lost.").waitFor();
    expect(await page.getByRole("navigation").first().isVisible()).toBe(true);
    await page.unroute("**/api/incidents/columns*");
    await page.getByRole("main").getByRole("button", { name: "Try again" }).click();
    await grid(page).waitFor();
    await context.close();
  },
);
