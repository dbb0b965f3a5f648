import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnswerOf, Endpoints } from "../../src/api/contract.ts";
import { openRoom, type Room } from "./room.ts";

/** One incident, from what is not known of it to what people make of it. */

const SLOW = 120_000;
const ROOM = 240_000;

let room: Room;
beforeAll(async () => {
  room = await openRoom("two-villages");
}, ROOM);
afterAll(async () => room?.close(), SLOW);

type Listed = AnswerOf<Endpoints["listIncidents"]>;
type Explained = AnswerOf<Endpoints["explainIncident"]>;

const RULE = "road-open";

async function undecided(): Promise<readonly string[]> {
  const path = `/api/incidents?rule=${RULE}&reading=text&verdict=undetermined`;
  return ((await room.ask(path, "editor")) as Listed).items.map(({ id }) => id);
}

interface Settling {
  readonly id: string;
  readonly verdict: string;
  /** The words of the answer in the form. */
  readonly isSo: boolean;
}

/** Incidents whose first question one answer settles, as it is said in the form. */
async function settling(): Promise<readonly Settling[]> {
  const found: Settling[] = [];
  for (const id of await undecided()) {
    const explained = (await room.ask(`/api/incidents/${id}/explanation`, "editor")) as Explained;
    const cell = explained.rules
      .find(({ rule }) => rule === RULE)!
      .cells.find(({ reading, account }) => reading === "text" && account === "record")!;
    const alone = cell.settles.find(({ answers: [one, other] }) => other === undefined && one?.question === cell.next);
    const answer = alone?.answers[0]?.answer;
    if (alone && (answer === "true" || answer === "false"))
      found.push({ id, verdict: alone.verdict, isSo: answer === "true" });
  }
  return found;
}

const WORDS = {
  en: {
    settle: "What would settle it",
    record: "Record an answer",
    answer: "Answer",
    yes: "yes",
    no: "no",
    by: "Who tells it",
    recordIt: "Record it, and judge again",
    undetermined: "cannot be decided",
    verdicts: { breach: "breach", outside: "outside the text", permitted: "permitted" },
    entry: /^Entry \d+ of the ledger\.$/u,
    now: (verdict: string) => `The finding was “cannot be decided”, and is “${verdict}”.`,
  },
  ar: {
    settle: "ما الذي يحسم المسألة",
    record: "سجل إجابة",
    answer: "الإجابة",
    yes: "نعم",
    no: "لا",
    by: "من يرويه",
    recordIt: "سجل، وأعد التقييم",
    undetermined: "يتعذر البت فيه",
    verdicts: { breach: "خرق", outside: "خارج نطاق النص", permitted: "مسموح به" },
    entry: /^القيد \d+ من السجل\.$/u,
    now: (verdict: string) => `كان الاستنتاج «يتعذر البت فيه» وأصبح «${verdict}».`,
  },
} as const;

/** Chooses in a list that opens behind a button. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: label }).last().click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test.for(["en", "ar"] as const)(
  "an open question is answered, the verdict follows, and the entry of the ledger is named (%s)",
  { timeout: SLOW },
  async (language) => {
    const said = WORDS[language];
    // Each language its own, since an answer stays.
    const one = (await settling()).at(language === "en" ? 0 : -1);
    expect(one, "no incident is settled by one answer").toBeDefined();
    const { id, verdict, isSo } = one!;
    const address = `/incidents/${id}?rule=${RULE}`;
    const { page, context, complaints } = await room.visit(address, { as: "editor", language });
    const settle = page.locator("#settle");
    await settle.getByRole("button", { name: said.record }).click();
    await choose(page, said.answer, isSo ? said.yes : said.no);
    await page.getByRole("textbox", { name: said.by }).fill("شيوخ القرية");
    await page.getByRole("button", { name: said.recordIt }).click();
    const result = settle.getByRole("status");
    await result.getByText(said.now(said.verdicts[verdict as "breach"])).waitFor({ timeout: 60_000 });
    const link = result.getByRole("link", { name: said.entry });
    await link.waitFor();
    // The reports' own verdict stays beside it.
    expect(await page.locator("#findings table").first().textContent()).toContain(said.undetermined);
    const seq = Number(/\d+/u.exec((await link.textContent()) ?? "")?.[0]);
    const ledger = (await room.ask("/api/ledger?limit=20", "editor")) as AnswerOf<Endpoints["listLedger"]>;
    expect(ledger.items.find((entry) => entry.seq === seq)).toMatchObject({
      act: "record-account",
      body: { incident: id },
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr");
    expect(complaints).toEqual([]);
    await context.close();
  },
);

async function reasoned(page: Page, reason: string, does: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: does, exact: true }).click();
  await dialog.waitFor({ state: "detached", timeout: 60_000 });
}

test("incidents are put together and split, and both are undone by their entries", { timeout: SLOW }, async () => {
  const [id] = await undecided();
  const { page, context, complaints } = await room.visit(`/incidents/${id}`, { as: "editor" });
  const matching = page.locator("#matching");
  const reports = page.locator("#accounts thead th");
  await matching.getByText("One report tells of it").waitFor();
  // Another incident is this one.
  await matching.getByRole("button", { name: "Put together with another" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Find the other by its words" }).fill("herds");
  await dialog.getByRole("radio").first().check({ force: true });
  await reasoned(page, "the same herd, told twice", "Put them together");
  await matching.getByText("Put together.", { exact: true }).waitFor();
  await expect.poll(() => reports.count(), { timeout: 20_000 }).toBe(3);
  await matching.getByText("speaks", { exact: false }).first().waitFor();
  // It is not: one of its reports is split off.
  await matching.getByRole("button", { name: "Split", exact: true }).click();
  await page.getByRole("dialog").getByRole("checkbox").last().check({ force: true });
  await reasoned(page, "two herds after all", "Split them off");
  await matching.getByText("Split: the reports are another incident now.").waitFor();
  await expect.poll(() => reports.count(), { timeout: 20_000 }).toBe(2);
  // That was a mistake, and so was the first.
  const done = matching.getByRole("status").first();
  await done.getByRole("button", { name: "Undo" }).click();
  await reasoned(page, "split by mistake", "Undo it");
  await matching.getByText(/^Undone: /u).waitFor();
  await expect.poll(() => reports.count(), { timeout: 20_000 }).toBe(3);
  const merged = matching.locator(".arranged", { hasText: "put together with another" });
  await merged.getByRole("button", { name: "Undo" }).click();
  await reasoned(page, "put together by mistake", "Undo it");
  await matching.getByText("One report tells of it").waitFor({ timeout: 60_000 });
  expect(complaints).toEqual([]);
  await context.close();
});

test(
  "a level has its reasons, and the past is shown without it and without anything to be done",
  { timeout: SLOW },
  async () => {
    const [id] = await undecided();
    const { page, context, complaints } = await room.visit(`/incidents/${id}`, { as: "verifier" });
    const ladders = page.locator("#ladders");
    await ladders.getByRole("button", { name: "Say how sure it is" }).click();
    await choose(page, "Step", "likely");
    await page.getByRole("textbox", { name: "Reasons", exact: true }).fill("Two of us saw the tracks.");
    await page.getByRole("button", { name: "Set it, with these reasons" }).click();
    await ladders.getByText("Two of us saw the tracks.").waitFor({ timeout: 60_000 });
    expect(await ladders.locator('[aria-current="step"]').first().textContent()).toContain("likely");
    await page.locator("#history").getByText("it was said how sure it is").waitFor();
    // Back to the first moment.
    const thumb = page.getByRole("slider", { name: "As known at" });
    await thumb.focus();
    await page.keyboard.press("Home");
    await page.getByText(/^You see what was known on/u).waitFor();
    await ladders.getByText("Two of us saw the tracks.").waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("asOf")).not.toBeNull();
    expect(await page.getByRole("button", { name: "Say how sure it is" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Record an answer" }).count()).toBe(0);
    await page.getByRole("button", { name: "Back to the present" }).last().click();
    await ladders.getByText("Two of us saw the tracks.").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test("a determination needs a second person, and a dissent stays with it", { timeout: SLOW }, async () => {
  const [id] = await undecided();
  const section = "#determination";
  const first = await room.visit(`/incidents/${id}`, { as: "first-decider" });
  await first.page.locator(section).getByRole("button", { name: "Propose a determination" }).click();
  await choose(first.page, "What is proposed", "cannot be judged");
  await first.page.getByRole("textbox", { name: "Reasons", exact: true }).fill("Nobody saw who it was.");
  await first.page.getByRole("button", { name: "Propose it and sign first" }).click();
  await first.page.getByText("You proposed it: another person has to sign.").waitFor({ timeout: 60_000 });
  expect(await first.page.locator(section).getByRole("button", { name: "Sign it" }).count()).toBe(0);
  await first.context.close();
  const second = await room.visit(`/incidents/${id}`, { as: "second-decider" });
  await second.page.locator(section).getByRole("button", { name: "Sign it" }).click();
  await second.page.getByRole("dialog").getByRole("button", { name: "Sign it" }).click();
  await second.page.getByText("Signed. It is determined.").waitFor({ timeout: 60_000 });
  await second.page.locator(section).getByText("Determined: cannot be judged").waitFor();
  const signatures = second.page.locator("#determination .signatures li");
  // Proposal and determination are asked for again one after the other.
  await expect.poll(() => signatures.count(), { timeout: 20_000 }).toBe(2);
  expect([...first.complaints, ...second.complaints]).toEqual([]);
  await second.context.close();
});

test(
  "a party that is asked sees the question and its clock, answers, and sees nothing of the inside",
  { timeout: SLOW },
  async () => {
    const [id] = await undecided();
    const team = await room.visit(`/incidents/${id}`, { as: "editor" });
    await team.page.locator("#settle").getByRole("button", { name: "Ask the party" }).click();
    await team.page.getByRole("checkbox", { name: /Let the party see/u }).check({ force: true });
    const letter = await team.page.getByRole("textbox", { name: "What it reads" }).inputValue();
    expect(letter).toMatch(/^An incident is reported/u);
    await team.page.getByRole("button", { name: "Send it, and start the clock" }).click();
    const replies = team.page.locator("#replies");
    await replies.getByText(/ left: due /u).waitFor({ timeout: 60_000 });
    const asked = (await room.ask(`/api/replies?incident=${id}`, "editor")) as AnswerOf<Endpoints["list:reply"]>;
    const party = asked.items[0]?.party ?? "nobody";
    const own = await room.visit(`/incidents/${id}`, { as: `liaison ${party}` });
    for (const inside of ["#matching", "#history", "#release"]) expect(await own.page.locator(inside).count()).toBe(0);
    await own.page.locator("#replies").getByRole("button", { name: "Answer", exact: true }).click();
    await own.page.getByRole("textbox", { name: /own words/u }).fill("It was not ours.");
    await choose(own.page, "What the party says of it", "it happened, and the party did not do it");
    await own.page.getByRole("button", { name: "Give this answer" }).click();
    await own.page.getByText("The answer was taken, in time.").waitFor({ timeout: 60_000 });
    await replies.getByText("It was not ours.").waitFor({ timeout: 60_000 });
    expect(team.complaints).toEqual([]);
    expect(own.complaints).toEqual([]);
    await team.context.close();
    await own.context.close();
  },
);
