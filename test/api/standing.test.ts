import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { loadKeys } from "../../src/store/index.ts";
import { importPaths } from "../../src/workflow/index.ts";
import { ACTORS, MISSION_TEXT, shots } from "../scenarios/mission.ts";
import { onEachServer, SLOW } from "../temporary-record.ts";
import { Served } from "./served.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);

onEachServer("an agreement", (records) => {
  let served: Served;
  let id: string;
  afterEach(() => served?.close(), SLOW);

  async function recorded(files: Readonly<Record<string, string>>): Promise<void> {
    served = await Served.open(records);
    for (const [name, body] of Object.entries(files))
      expect(await served.ask("editor", "receiveItem", { query: { name }, body }), name).toMatchObject({ status: 200 });
    const { body } = await served.ask("editor", "list:agreement");
    id = body.items[0]!.id;
  }

  const mission = () => recorded({ "agreement.md": MISSION_TEXT, "actors.yaml": ACTORS });
  const example = async (folder: string, ...names: readonly string[]): Promise<void> => {
    const files = names.map(async (name) => [name, await readFile(new URL(`${folder}/${name}`, EXAMPLES), "utf8")]);
    await recorded(Object.fromEntries(await Promise.all(files)) as Record<string, string>);
  };
  const standing = (at?: string) =>
    served.ask("decider", "getStanding", { params: { id }, ...(at === undefined ? {} : { query: { at } }) });
  const conditions = (query: Readonly<Record<string, string>> = {}) =>
    served.ask("decider", "getConditions", { params: { id }, query });

  test("is not yet in force before its day and in force after it, as it is asked about", async () => {
    await mission();
    const since = "2016-02-29T22:00:00.000Z";
    expect((await standing("2016-02-01T00:00:00Z")).body.inForce).toMatchObject({ state: "not-yet", since });
    const { body } = await standing("2016-04-01T00:00:00Z");
    expect(body).toMatchObject({ at: "2016-04-01T00:00:00.000Z", inForce: { state: "in-force", since } });
    expect(body.inForce).not.toHaveProperty("until");
    expect(body.clocks).toContainEqual({ at: since, about: "in-force", name: body.key, mark: "from" });
  });

  test("names its parties in every language of the register, and says who is bound", async () => {
    served = await Served.open(records);
    const keys = await loadKeys(join(served.folder, "keys"));
    const paths = ["agreement.md", "actors.yaml"].map((name) => fileURLToPath(new URL(`syria-2016/${name}`, EXAMPLES)));
    const options = { paths, by: "a test", audience: [], openSources: true, isPreview: false };
    await importPaths(served.store, keys, options);
    id = (await served.ask("editor", "list:agreement")).body.items[0]!.id;
    const { body } = await standing();
    expect(body).toMatchObject({ textStatus: "unverified", zone: "Asia/Damascus", adopted: "2016-02-22" });
    const { names, bound } = body.parties.find(({ name }) => name === "sar")!;
    expect(new Set(names.map(({ lang }) => lang))).toContain("ar");
    expect(bound.state).toBe("true");
    const readings = body.readings.filter(({ isJudged }) => isJudged);
    expect(readings.map(({ id: name, speakers }) => [name, speakers])).toContainEqual(["sar", ["sar"]]);
    expect(body.clocks.filter(({ about }) => about === "acceptance")).not.toHaveLength(0);
    expect(JSON.stringify(body)).not.toContain("agreement.md");
  });

  test("that is renewed, owes something and hears complaints says so, with the clocks that run", async () => {
    await example("minsk-2015", "agreement.md", "diary.yaml");
    const { body } = await standing("2015-03-01T00:00:00Z");
    expect(new Set(body.duties.map(({ state }) => state)).size).toBeGreaterThan(1);
    const withClock = body.duties.find(({ reading, instants }) => reading === "text" && "completeBy" in instants)!;
    expect(body.clocks).toContainEqual(
      expect.objectContaining({ about: "duty", name: withClock.rule, at: withClock.instants["completeBy"] }),
    );
    expect(body.clocks.map(({ at }) => at)).toEqual(body.clocks.map(({ at }) => at).toSorted());
    const early = (await standing("2015-02-13T00:00:00Z")).body.duties.map(({ state }) => state);
    expect(early).not.toEqual(body.duties.map(({ state }) => state));
  });

  test("waits for whoever has not accepted, and not any more once they have", async () => {
    await mission();
    const at = { at: "2016-04-01T00:00:00Z" };
    const before = (await conditions(at)).body;
    expect(before.nodes.find(({ id: node }) => node === "accept terms")).toMatchObject({ confirmed: "unknown" });
    const riders = { from: "actor riders", to: "accept terms", kind: "gives" };
    expect(before.edges).toContainEqual(expect.objectContaining({ ...riders, state: "unknown" }));
    const body = { agreement: (await standing()).body.key, actor: "riders", accept: "terms", source: "a letter" };
    const told = { ...body, standing: "accepted", at: "2016-03-10", to: "elders", through: "council" };
    expect((await served.ask("editor", "recordAcceptance", { body: told })).status).toBe(200);
    const after = (await conditions(at)).body;
    expect(after.edges).toContainEqual(expect.objectContaining({ ...riders, state: "true" }));
    expect(after.acceptances.find(({ actor }) => actor === "riders")).toMatchObject({
      standing: "accepted",
      through: "council",
      earliest: "2016-03-09T22:00:00.000Z",
      binds: "true",
    });
    const then = (await conditions({ at: "2016-03-05T00:00:00Z" })).body;
    expect(then.edges).toContainEqual(expect.objectContaining({ ...riders, state: "unknown" }));
  });

  test("whose conditions go in a circle shows the circle and how it ends", async () => {
    const circle = `accept terms "acceptance by a band"
  who upper to elders
  provided back confirmed
accept back "acceptance by the other village"
  who lower to elders by 2016-03-20 12:00
  provided terms confirmed
concurrent back, terms
`;
    const text = MISSION_TEXT.replace(/accept terms[\s\S]*?elders\n/u, circle);
    await recorded({ "agreement.md": text, "actors.yaml": ACTORS });
    const { body } = await conditions();
    expect(body.circles).toMatchObject([{ accepts: ["back", "terms"], resolution: "concurrent", waysOut: [] }]);
    expect(body.edges.filter(({ kind }) => kind === "waits").map(({ from, to, circle: n }) => [from, to, n])).toEqual([
      ["accept terms", "accept back", 0],
      ["accept back", "accept terms", 0],
    ]);
    expect(body.nodes.find(({ id: node }) => node === "deadline back")).toMatchObject({
      at: "2016-03-20T10:00:00.000Z",
    });
    const ids = new Set(body.nodes.map(({ id: node }) => node));
    for (const { from, to } of body.edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
  });

  test("is a document whose parts are its text, with what each rule comes to", async () => {
    await mission();
    const reports = [shots("Riders", "2016-03-05"), shots("Lower", "2016-03-07")];
    await served.ask("editor", "recordReports", { body: { reports } });
    await served.ask("editor", "judge", { body: {} });
    const { body } = await served.ask("decider", "getProvisions", { params: { id } });
    const lines = body.text.split("\n");
    for (const { line, endLine, text } of body.parts)
      expect(text.trimEnd()).toBe(
        lines
          .slice(line - 1, endLine)
          .join("\n")
          .trimEnd(),
      );
    const shown = new Set(
      body.parts.flatMap(({ line, endLine }) => lines.map((_, i) => i + 1).filter((n) => n >= line && n <= endLine)),
    );
    const front = lines.indexOf("---", 1);
    for (const [i, line] of lines.entries())
      if (i > front && line.trim() !== "" && !line.startsWith("```")) expect(shown, line).toContain(i + 1);
    const rule = body.rules.find(({ name }) => name === "cease")!;
    expect(lines[rule.line! - 1]).toContain("rule cease");
    const counted = rule.counts.find(({ reading }) => reading === "text")!;
    expect(counted.verdicts).toEqual({ breach: 1, undetermined: 1 });
    expect(counted.possible).toEqual({ breach: 1, outside: 1 });
    expect(body.judged).toEqual({ incidents: 2, byOtherText: 0 });
    const asked = await served.ask("decider", "countVerdicts", { query: { rule: "cease" } });
    expect(asked.body.verdicts).toEqual(counted.verdicts);
  });

  test("is for the inside, and of one that is not there nothing is said", async () => {
    await mission();
    for (const name of ["getStanding", "getConditions", "getProvisions"] as const) {
      expect((await served.ask("liaison:a", name, { params: { id } })).status).toBe(403);
      const other = { params: { id: id.replace(/.$/u, (last) => (last === "0" ? "1" : "0")) } };
      expect((await served.ask("editor", name, other)).status).toBe(404);
    }
  });
});
