import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRoom, type Room } from "./room.ts";

/** Not as a script of the page, which loads none but its own. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDING = readFileSync(join(import.meta.dirname, "../../examples/syria-2016/agreement.md"), "utf8");
const EXCLUSION = "outside listed: target in terrorist or actor in terrorist";
/** What the Government read into the exclusion, as a change of the text itself. */
const WIDER = "outside listed: target in terrorist or linked-to target terrorist";
const DRAFT = STANDING.replace(EXCLUSION, WIDER);

/** Of what the server computes: this machine may be busy with other tests. */
const SOON = { timeout: 60_000 };

let room: Room;

beforeAll(async () => {
  room = await openRoom("syria-2016");
}, 120_000);
afterAll(() => room.close(), 60_000);

/** Everything that keeps somebody out who reads by ear, by keyboard, or with weak eyes (axe, WCAG 2.2 A and AA). */
async function barriersOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (within: string, options: object) => Promise<{ violations: Found[] }> };
    };
    interface Found {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await axe.run("#content", { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

async function openFile(page: Page, button: RegExp, text: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: button }).click(),
  ]);
  await chooser.setFiles({ name: "draft.md", mimeType: "text/markdown", buffer: Buffer.from(text) });
}

describe("the agreement, to be read", () => {
  it("shows the clause in its words, the rule beside it with its counts, and who reads it otherwise", async () => {
    const { page, complaints } = await room.visit("/agreement", { as: "editor" });
    const rule = page.locator("#rule-cease-attacks");
    await rule.getByText("Read differently").waitFor();
    expect(await rule.getByText("linked-to target terrorist").first().isVisible()).toBe(true);
    expect(await rule.locator(".verdict-bar").first().innerText()).toMatch(/1,510[^]*1,031/u);
    // The clause number is the text's own.
    expect(await page.locator("blockquote", { hasText: "To take part" }).innerText()).toMatch(/^1\.\s+To take part/u);
    expect(await page.getByText("has not been compared with the official document").first().isVisible()).toBe(true);
    expect(await barriersOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);
});

describe("the dry run of a changed exclusion", () => {
  it("says which recorded incidents come out otherwise, reading by reading, while the draft is written", async () => {
    const { page, complaints } = await room.visit("/agreement?view=draft", { as: "editor" });
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+f");
    await page.locator(".cm-search input[name=search]").pressSequentially(EXCLUSION);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.keyboard.insertText(WIDER);
    await page.getByText("23 incidents of 2,541 come out otherwise.").waitFor(SOON);
    const first = page.locator(".change-card").first();
    expect(await first.innerText()).toMatch(/23 incidents of 2,541 change under the reading “the text alone”/u);
    expect(await first.locator(".change-from-to").innerText()).toMatch(
      /breach\s+or\s+permitted\s+breach\s+or\s+permitted\s+or\s+outside the text/u,
    );
    await first.locator("summary").click();
    expect(await first.locator("a").count()).toBe(23);
    expect(await first.locator("a").first().getAttribute("href")).toMatch(/^\/incidents\/[0-9a-f-]{36}/u);
    expect(await barriersOn(page)).toEqual([]);
    // What is not saved is still there when the page is loaded again.
    await page.reload();
    await page.getByText("23 incidents of 2,541 come out otherwise.").waitFor(SOON);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  it("says the same in Arabic, from right to left", async () => {
    const visit = { as: "verifier", language: "ar", look: "dark", size: { width: 400, height: 860 } } as const;
    const { page, complaints } = await room.visit("/agreement?view=draft&reading=sar", visit);
    await openFile(page, /فتح ملف/u, DRAFT);
    await page.getByText("يتغير تقييم 23 حادثًا من أصل 2,541.").waitFor(SOON);
    expect(await page.getByText("لا يتغير شيء بحسب القراءة").isVisible()).toBe(true);
    // A verifier tries drafts and does not save them.
    expect(await page.getByRole("button", { name: "حفظه نصًّا جديدًا" }).count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await barriersOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  it("names the mistake of a draft where it stands, with its fix, and judges nothing by it", async () => {
    const { page } = await room.visit("/agreement?view=draft", { as: "editor" });
    await openFile(page, /Open a file/u, STANDING.replace("must not attack", "must not atack"));
    await page.getByRole("button", { name: "1 error" }).click();
    await page.locator(".cm-panel-lint").getByText("there is no act `atack`").waitFor();
    await page.locator(".cm-panel-lint").getByRole("button", { name: "Write attack" }).click();
    await page.getByText("The draft says what the text says.").waitFor(SOON);
    await page.context().close();
  }, 180_000);
});

describe("a saved draft", () => {
  const villages = readFileSync(join(import.meta.dirname, "../../examples/two-villages/agreement.md"), "utf8");
  let small: Room;

  beforeAll(async () => {
    small = await openRoom("two-villages");
  }, 120_000);
  afterAll(() => small.close(), 60_000);

  it("is the text from then on, and who was writing meanwhile is told and loses nothing", async () => {
    const other = (await small.visit("/agreement?view=draft", { as: "editor" })).page;
    await openFile(other, /Open a file/u, villages.replace("# How long", "# For how long"));
    const otherSave = other.getByRole("button", { name: "Save as the new text" });
    await other.getByText(/No incident of \d+ comes out otherwise/u).waitFor(SOON);

    const { page } = await small.visit("/agreement?view=draft", { as: "editor" });
    await openFile(page, /Open a file/u, villages.replace("  must not attack", "  must not small-arms-fire"));
    await page.getByRole("button", { name: "Save as the new text" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved. Findings are being made again.").waitFor(SOON);
    await page.locator("#rule-no-shooting").getByText("small-arms-fire").waitFor();

    await other.getByText("Somebody saved another text while you were writing.").waitFor(SOON);
    expect(await otherSave.isDisabled()).toBe(true);
    expect(await other.locator(".cm-content").innerText()).toContain("# For how long");
    await other.getByRole("button", { name: "Go on with mine" }).click();
    expect(await otherSave.isEnabled()).toBe(true);
  }, 180_000);
});
