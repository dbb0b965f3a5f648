import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRoom, type Room } from "./room.ts";

/** The grid of all incidents: reports come in from a spreadsheet and are taken back, and what is shown goes out as a file. */

const SLOW = 120_000;
const ROOM = 240_000;

let room: Room;
beforeAll(async () => {
  room = await openRoom("two-villages");
}, ROOM);
afterAll(async () => room?.close(), SLOW);

const ROWS = [
  ["id", "when", "side_a", "narrative"],
  ["P-1", "2024-05-01", "Upper", "shots at the mill"],
  ["P-2", "2024-05-02", "Upper", "shots at the bridge"],
  ["P-3", "the day after", "Upper", "shots at the well"],
];

const WORDS = {
  en: {
    record: "Record them",
    recorded: /^2 reports are recorded\. One row was refused:$/u,
    undo: "Take them back",
    undone: "They are withdrawn. The record keeps that they were made.",
    dismiss: "Hide this notice",
  },
  ar: {
    record: "سجّلها",
    recorded: /^سُجِّل بلاغان\. ورُفض سطر واحد:$/u,
    undo: "اسحبها",
    undone: "سُحبت. ويحتفظ السجل بأنها قُدّمت.",
    dismiss: "أخفِ هذا الإشعار",
  },
} as const;

/** Pastes as a browser does it on a page on which no field has the focus. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const grid = (page: Page) => page.getByRole("grid");

/** Rows that the grid says it has, without its header. */
async function rowsOf(page: Page): Promise<number> {
  return Number(await grid(page).getAttribute("aria-rowcount")) - 1;
}

/** Until the grid has so many rows. */
const hasRows = (page: Page, count: number) =>
  page.locator(`[role="grid"][aria-rowcount="${count + 1}"]`).waitFor({ timeout: 60_000 });

test.for(["en", "ar"] as const)(
  "a table is pasted on the page, its wrong row is told with what to do, and the others are taken back (%s)",
  { timeout: SLOW },
  async (language) => {
    const said = WORDS[language];
    const { page, context, complaints } = await room.visit("/incidents", { as: "editor", language });
    await grid(page).waitFor();
    const before = await rowsOf(page);
    // Each language a table of its own.
    await paste(page, ROWS.map((cells) => [...cells, language].join("\t")).join("\n"));
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: said.record }).click();
    await dialog.getByRole("status").getByText(said.recorded).waitFor({ timeout: 60_000 });
    const wrong = await dialog.getByRole("listitem").allTextContents();
    expect(wrong.some((line) => line.startsWith("3: ") && line.includes("the day after") && line.includes(" — "))).toBe(
      true,
    );
    await hasRows(page, before + 2);
    // The way back is there after the dialog is closed too.
    await dialog.getByRole("button", { name: "OK" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: said.undo }).click();
    await page.getByText(said.undone).waitFor({ timeout: 60_000 });
    await hasRows(page, before);
    await page.getByRole("button", { name: said.dismiss }).click();
    await page.getByText(said.undone).waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test("a word that is pasted opens nothing, and neither does a table in a field", { timeout: SLOW }, async () => {
  const { page, context } = await room.visit("/incidents", { as: "editor" });
  await grid(page).waitFor();
  await paste(page, "mill");
  await page
    .getByRole("searchbox")
    .first()
    .evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "a\tb\nc\td");
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
  expect(await page.getByRole("dialog").count()).toBe(0);
  await context.close();
});

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute("data-place") ?? null);

test(
  "the grid is sorted by a column both ways and as it was, and is walked with the keys",
  { timeout: SLOW },
  async () => {
    const { page, context, complaints } = await room.visit("/incidents", { as: "editor" });
    await grid(page).waitFor();
    const cells = (): Promise<readonly string[]> =>
      page.locator('[data-place$=" 1"][role="gridcell"]').allTextContents();
    const asItWas = await cells();
    const head = page.getByRole("columnheader", { name: "What" });
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    const inOrder = asItWas.toSorted(new Intl.Collator("en", { numeric: true }).compare);
    expect(inOrder).not.toEqual(asItWas);
    expect(await cells()).toEqual(inOrder);
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    expect(await cells()).toEqual(inOrder.toReversed());
    await head.getByRole("button").click();
    expect(await cells()).toEqual(asItWas);
    const walk = [
      ["ArrowDown", "1 1"],
      ["ArrowRight", "1 2"],
      ["End", "1 6"],
      ["ArrowRight", "1 6"],
      ["Home", "1 0"],
      ["Control+End", `${asItWas.length} 6`],
      ["Control+Home", "0 0"],
      ["ArrowDown", "1 0"],
    ] as const;
    for (const [key, place] of walk) {
      await page.keyboard.press(key);
      await expect.poll(() => focused(page), { message: key }).toBe(place);
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/incidents\/[0-9a-f-]{36}/u);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test("a file has exactly the rows and columns that are shown, in their order", { timeout: SLOW }, async () => {
  const { page, context, complaints } = await room.visit("/incidents?text=road", { as: "editor" });
  await grid(page).waitFor();
  await page.getByRole("columnheader", { name: "What" }).getByRole("button").click();
  const shown = await rowsOf(page);
  const counted = Number(/\d+/u.exec((await page.locator(".filter-count").textContent()) ?? "")?.[0]);
  expect(counted).toBe(shown);
  const labels = await page.locator('[data-place$=" 1"][role="gridcell"]').allTextContents();
  const header = await page.getByRole("columnheader").allTextContents();
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV", exact: true }).click(),
  ]);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(shown + 1);
  expect(lines[0]).toBe(`\uFEFF${header.map((name) => name.replace(/ [▲▼]$/u, "")).join(",")}`);
  for (const [i, label] of labels.entries()) expect(lines[i + 1]).toContain(label.replaceAll('"', '""'));
  expect(complaints).toEqual([]);
  await context.close();
});
