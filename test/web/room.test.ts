import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeComplaints, sidewaysScroll } from "./complaints.ts";
import { openRoom, type Room } from "./room.ts";

const SCREENS = [
  "/",
  "/map",
  "/incidents",
  "/incidents/ONE",
  "/agreement",
  "/acceptances",
  "/import",
  "/people",
  "/ledger",
  "/account",
  "/sign-in",
];

let room: Room;
let one: string;
beforeAll(async () => {
  room = await openRoom("syria-2016");
  const asked = "/api/incidents?limit=1&rule=cease-attacks&verdict=undetermined";
  const { items } = (await room.ask(asked, "editor")) as { readonly items: readonly { readonly id: string }[] };
  one = items[0]!.id;
}, 180_000);
afterAll(async () => {
  await room.close();
}, 60_000);

describe("the situation room on the worked example", () => {
  it("says on its first screen what can be decided, what cannot, and why", async () => {
    const { page, complaints, context } = await room.visit("/");
    const groups = page.locator(".today-group");
    for (const why of ["Which group was", "On the day, one side was among"])
      await groups.getByText(why).waitFor({ timeout: 90_000 });
    const [undecided = "", outside = ""] = await groups.allInnerTexts();
    expect(undecided).toContain("1,405");
    expect(undecided).toContain("cannot be decided");
    expect(undecided).toContain("Which group was “Syrian insurgents”?");
    expect(outside).toContain("996");
    expect(outside).toContain("lie outside the text");
    expect(outside).toContain("organizations designated as terrorist by the Security Council");
    expect(await page.locator(".today-sentence").innerText()).toContain("2,541");
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  it("says the same in Arabic, from right to left", async () => {
    const { page, context } = await room.visit("/", { language: "ar" });
    await page.locator(".today-group").nth(1).waitFor();
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    const text = await page.locator("main").innerText();
    expect(text).toContain("1,405");
    expect(text).toContain("يتعذر البت فيها");
    expect(text).toContain("996");
    expect(text).not.toMatch(/cannot be decided|lie outside/u);
    await context.close();
  }, 60_000);

  it("shows under another reading what that changes, and has it in the address", async () => {
    const { page, context } = await room.visit("/?reading=sar");
    await page.locator(".today-group").first().waitFor();
    const asked = "/api/incidents/verdicts?rule=cease-attacks&reading=sar&answers=with";
    const { verdicts } = (await room.ask(asked, "editor")) as { readonly verdicts: Readonly<Record<string, number>> };
    const legend = await page.locator(".card .verdict-legend").first().innerText();
    for (const count of Object.values(verdicts)) expect(legend).toContain(count.toLocaleString("en-GB"));
    await context.close();
  }, 60_000);

  it("counts on every screen what the server counts for the same selection", async () => {
    const selection = "from=2016-03-01T00:00:00Z&to=2016-04-01T00:00:00Z&verdict=undetermined&rule=cease-attacks";
    const { count } = (await room.ask(`/api/incidents/count?${selection}`, "editor")) as { readonly count: number };
    expect(count).toBeGreaterThan(0);
    for (const path of ["/map", "/incidents"]) {
      const { page, context } = await room.visit(`${path}?${selection}`);
      const said = page.locator(".filter-count");
      await said.filter({ hasText: count.toLocaleString("en-GB") }).waitFor();
      await context.close();
    }
  }, 60_000);
});

describe("every screen", () => {
  for (const screen of SCREENS) {
    it(`${screen} has no fault that axe finds, says nothing on the console, and fits a telephone`, async () => {
      for (const language of ["en", "ar"] as const) {
        const options = { as: "editor", language, size: { width: 390, height: 844 } } as const;
        const { page, context, complaints } = await room.visit(screen.replace("ONE", one), options);
        await page.locator("main h1").waitFor();
        await page
          .getByText(/Loading …|جارٍ التحميل/u)
          .first()
          .waitFor({ state: "hidden" });
        expect(await page.locator("main h1").innerText()).not.toMatch(/There is no such page|لا توجد صفحة كهذه/u);
        expect(await axeComplaints(page), language).toEqual([]);
        expect(await sidewaysScroll(page), language).toBe(0);
        expect(complaints, language).toEqual([]);
        await context.close();
      }
    }, 120_000);
  }
});
