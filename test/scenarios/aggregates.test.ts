import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/language/index.ts";
import { judgeFolder, loadConditions, sayConditions, typedInstant, type Judgement } from "../../src/workflow/index.ts";
import { textOf, villageFolder, type Event, type VillageFiles } from "./village-folder.ts";

const QUIET = "no attack by lower for 7 days";

/** Upper may not attack after a week without attacks by Lower. */
const text = textOf("rule quiet", "  who upper", "  must not attack", `  when ${QUIET}`);
const header = "area,since,until,acts,weapons,closed,known,source,note";
const closed = (since: string, until: string, known = ""): string =>
  `everywhere,${since},${until},attack,any,yes,${known},the elders,`;
const watched = [header, closed("2016-03-01", "2016-04-01")].join("\n");

/** The attack by Upper on 15 March that is judged. */
const judged: Event = { id: "judged", on: "2016-03-15", sides: ["Upper", "Lower"] };

async function judge(files: Partial<VillageFiles>, known?: string): Promise<Judgement> {
  const folder = await villageFolder({ text, coverage: watched, ...files, events: [judged, ...(files.events ?? [])] });
  if (known === undefined) return judgeFolder(folder);
  return judgeFolder(folder, { window: (zone) => ({ known: typedInstant(known, "last", zone) }) });
}

function cellOf({ incidents }: Judgement, id = "judged"): Cell {
  return incidents.find(({ draft }) => draft.id === id)!.cells[0]!;
}

/** Why the count is not known. */
function reasonOf(cell: Cell): string | undefined {
  const question = cell.relevant.find((one) => one.kind === "fact" && one.atom.includes("attack by lower"));
  return question?.kind === "fact" ? question.reason : undefined;
}

describe("no attack by lower for 7 days", () => {
  it("holds after a week of closed coverage without an attack", async () => {
    expect(cellOf(await judge({})).verdict).toBe("breach");
  });

  it("does not hold if one is beyond doubt", async () => {
    expect(cellOf(await judge({ events: [{ id: "e1", on: "2016-03-10" }] })).verdict).toBe("outside");
  });

  it("does not mind an attack before that week, by somebody else, or after it", async () => {
    const events: readonly Event[] = [
      { id: "e1", on: "2016-03-06" },
      { id: "e2", on: "2016-03-12", sides: ["Riders", "Upper"] },
      { id: "e3", on: "2016-03-16" },
    ];
    expect(cellOf(await judge({ events })).verdict).toBe("breach");
  });

  it("is not known without any coverage, and asks for it", async () => {
    const cell = cellOf(await judge({ coverage: header }));
    expect(cell.possible).toEqual(["breach", "outside"]);
    expect(reasonOf(cell)).toBe("nobody vouches that every attack by lower would have been recorded");
  });

  it("is not known with a hole in the coverage, and says where it is", async () => {
    const coverage = [header, closed("2016-03-01", "2016-03-10"), closed("2016-03-11", "2016-04-01")].join("\n");
    expect(reasonOf(cellOf(await judge({ coverage })))).toMatch(
      /^no coverage is recorded from 2016-03-10 00:00 Asia\/Damascus .* to 2016-03-10 24:00 Asia\/Damascus/u,
    );
  });

  it("names for each incident what is missing for it, although they are alike in everything else", async () => {
    const coverage = [header, closed("2016-03-01", "2016-03-10"), closed("2016-03-11", "2016-03-30")].join("\n");
    const later: Event = { id: "later", on: "2016-04-02", sides: ["Upper", "Lower"] };
    const judgement = await judge({ coverage, events: [later] });
    expect(reasonOf(cellOf(judgement))).toContain("from 2016-03-10 00:00");
    expect(reasonOf(cellOf(judgement, "later"))).toContain("from 2016-03-30 00:00");
  });

  it("is not known while somebody watched without vouching for everything", async () => {
    const coverage = [header, closed("2016-03-01", "2016-04-01").replace("yes", "no")].join("\n");
    const cell = cellOf(await judge({ coverage }));
    expect(cell.verdict).toBe("undetermined");
    expect(reasonOf(cell)).toContain("the elders watched");
  });

  it.each([
    ["another act", "everywhere,2016-03-01,2016-04-01,siege,any,yes,,the elders,"],
    ["one weapon", "everywhere,2016-03-01,2016-04-01,attack,mortar,yes,,the elders,"],
    ["one area", "road,2016-03-01,2016-04-01,attack,any,yes,,the elders,"],
  ])("is not known by coverage of %s alone", async (_, row) => {
    expect(cellOf(await judge({ coverage: [header, row].join("\n") })).verdict).toBe("undetermined");
  });

  it.each([
    ["whose attacker is not recorded", { sides: ["Lower", "Upper"], oneSided: false }],
    ["by somebody whom no register knows", { sides: ["Strangers", "Upper"] }],
    ["that may lie before that week", { on: "2016-03-05", until: "2016-03-09", columns: { date_prec: "2" } }],
  ] as const)("is not known with an event %s, which it names", async (_, event) => {
    const cell = cellOf(await judge({ events: [{ id: "e1", on: "2016-03-10", ...event }] }));
    expect(cell.possible).toEqual(["breach", "outside"]);
    expect(reasonOf(cell)).toBe("whether incident e1 was one is not known");
  });

  it("does not move the place of a name that no register knows, although the reports are read twice", async () => {
    const { problems } = await judge({ events: [{ id: "e1", on: "2016-03-10", sides: ["Strangers", "Upper"] }] });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "unknown-actor", at: expect.objectContaining({ line: 3 }) }),
    );
  });

  it("is not known with a row that could not be read, which it names", async () => {
    const judgement = await judge({ events: [{ id: "e1", on: "2016-02-31" }] });
    expect(judgement.rows.rowsRefused).toBe(1);
    expect(reasonOf(cellOf(judgement))).toMatch(
      /^whether what stands at .*events\.csv:3 and could not be read was one/u,
    );
  });

  it("is broken on each day of a fight of several days", async () => {
    const fight = { id: "e1", on: "2016-03-03", until: "2016-03-09" };
    expect(cellOf(await judge({ events: [fight] })).verdict).toBe("outside");
  });

  it("is not known with an umbrella of which one member is lower", async () => {
    const actors = `
zone: Asia/Damascus
acceptances-complete: true
actors:
  - { id: people-of-upper, name: Upper, kind: armed-group, roles: [{ is: upper, source: s }] }
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: s }] }
  - { id: riders, name: Riders, kind: armed-group }
  - { id: gunmen, name: Gunmen, kind: umbrella, members-complete: true, members-source: s, members: [{ actor: people-of-lower }, { actor: riders }] }
  - { id: alliance, name: Alliance, kind: front, members: [{ actor: people-of-lower }, { actor: riders }] }
`;
    const by = async (name: string): Promise<string> =>
      cellOf(await judge({ actors, events: [{ id: "e1", on: "2016-03-10", sides: [name, "Upper"] }] })).verdict;
    expect(await by("Gunmen")).toBe("undetermined");
    // A front acts as all of its members.
    expect(await by("Alliance")).toBe("outside");
  });

  it("counts an event whether or not it was asked for", async () => {
    const folder = await villageFolder({ text, coverage: watched, events: [judged, { id: "e1", on: "2016-03-10" }] });
    const from = (zone: string) => ({ from: typedInstant("2016-03-15", "start", zone) });
    const judgement = await judgeFolder(folder, { window: from });
    expect(judgement.judged).toBe(1);
    expect(cellOf(judgement).verdict).toBe("outside");
  });

  it("does not rest on coverage that was not yet vouched for at the cut-off", async () => {
    const coverage = [header, closed("2016-03-01", "2016-03-20", "2016-03-25")].join("\n");
    expect(cellOf(await judge({ coverage }, "2016-03-24")).verdict).toBe("undetermined");
    expect(cellOf(await judge({ coverage }, "2016-03-25")).verdict).toBe("breach");
  });

  it("is not asked of the incident itself where it is clear that it was none", async () => {
    const files = { text: textOf("rule quiet", "  who upper or lower", "  must not attack", `  when ${QUIET}`) };
    const clash = { id: "clash", on: "2016-03-25", sides: ["Upper", "Lower"], oneSided: false } as const;
    const cell = cellOf(await judge({ ...files, events: [clash] }), "clash");
    // If Upper attacked there had been quiet; if Lower did, its own attack has ended it.
    expect(cell.byOption).toEqual([
      { dimension: "direction", option: "Upper attacked Lower", possible: ["breach"] },
      { dimension: "direction", option: "Lower attacked Upper", possible: ["outside"] },
    ]);
    expect(cell.relevant).toMatchObject([{ kind: "dimension", dimension: "direction" }]);
  });

  it("tells groups apart of whom nothing else is different, if one of them is counted", async () => {
    const third = 'party third "Third village"';
    const anybody = textOf(third, "rule quiet", "  who any bound", "  must not attack", `  when ${QUIET}`);
    const actors = `
zone: Asia/Damascus
actors:
  - { id: people-of-upper, name: Upper, kind: armed-group, roles: [{ is: upper, source: s }] }
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: s }] }
  - { id: people-of-third, name: Third, kind: armed-group, roles: [{ is: third, source: s }] }
  - { id: gunmen, name: Gunmen, kind: umbrella, members-complete: true, members-source: s, members: [{ actor: people-of-lower }, { actor: people-of-third }] }
`;
    const event: Event = { id: "vague", on: "2016-03-25", sides: ["Gunmen", "Upper"] };
    const cell = cellOf(await judge({ text: anybody, actors, events: [event] }), "vague");
    expect(cell.byOption).toEqual([
      { dimension: "side-1", option: "Lower", possible: ["outside"] },
      { dimension: "side-1", option: "Third", possible: ["breach"] },
    ]);
  });

  it("is asked of areas where the text names them", async () => {
    const near = textOf(
      "rule quiet",
      "  who upper",
      "  must not attack",
      "  when no attack by lower in road for 7 days",
    );
    const square = (id: string, south: number): string =>
      JSON.stringify({
        type: "FeatureCollection",
        features: [
          {
            type: "Feature",
            properties: { id, name: id },
            geometry: {
              type: "Polygon",
              coordinates: [
                [
                  [36, south],
                  [38, south],
                  [38, south + 2],
                  [36, south + 2],
                  [36, south],
                ],
              ],
            },
          },
        ],
      });
    const areas = { "road.geojson": square("road", 33) };
    const coverage = [header, closed("2016-03-01", "2016-04-01").replace("everywhere", "road")].join("\n");
    const at = async (latitude: number): Promise<string> =>
      cellOf(await judge({ text: near, areas, coverage, events: [{ id: "e1", on: "2016-03-10", latitude }] })).verdict;
    expect(await at(34)).toBe("outside");
    expect(await at(36)).toBe("breach");
    // Two kilometres around the place reach across the border.
    expect(await at(35.001)).toBe("undetermined");
  });
});

describe("at least 3 attack by lower within 7 days", () => {
  const three = textOf(
    "rule answer",
    "  who upper",
    "  must not attack",
    "  when at least 3 attack by lower within 7 days",
  );
  const event = (id: string, more: Partial<Event> = {}): Event => ({ id, on: "2016-03-12", ...more });
  const verdict = async (...events: readonly Event[]): Promise<string> =>
    cellOf(await judge({ text: three, events })).verdict;

  it("holds with three, not with two, and is not known with two and a doubtful one", async () => {
    expect(await verdict(event("e1"), event("e2"), event("e3"))).toBe("breach");
    expect(await verdict(event("e1"), event("e2"))).toBe("outside");
    expect(await verdict(event("e1"), event("e2"), event("e3", { oneSided: false }))).toBe("undetermined");
  });

  it("takes a fight of three days to be one, and several added together to be nobody knows how many", async () => {
    expect(await verdict(event("e1", { on: "2016-03-10", until: "2016-03-12" }))).toBe("outside");
    expect(await verdict(event("e1", { columns: { event_clarity: "2" } }))).toBe("undetermined");
  });
});

describe("a condition of an acceptance that counts", () => {
  const conditional = textOf(
    "accept a1",
    "  who upper to elders",
    `  provided ${QUIET}`,
    "rule peace",
    "  who any bound",
    "  must not attack",
  );
  const actors = `
zone: Asia/Damascus
acceptances-complete: true
actors:
  - id: people-of-upper
    name: Upper
    kind: armed-group
    roles: [{ is: upper, source: s }]
    acceptances: [{ accept: a1, standing: accepted, at: 2016-03-01, source: s }]
  - { id: people-of-lower, name: Lower, kind: armed-group, roles: [{ is: lower, source: s }] }
`;

  it("binds exactly while it holds", async () => {
    const events: readonly Event[] = [
      { id: "broken", on: "2016-03-20" },
      { id: "early", on: "2016-03-22", sides: ["Upper", "Lower"] },
      { id: "late", on: "2016-03-29", sides: ["Upper", "Lower"] },
    ];
    const judgement = await judge({ text: conditional, actors, events });
    expect(["judged", "early", "late"].map((id) => cellOf(judgement, id).verdict)).toEqual([
      "breach",
      "outside",
      "breach",
    ]);
  });

  it("is answered on the command line as well, with what is missing", async () => {
    const said = async (coverage: string): Promise<string> => {
      const folder = await villageFolder({ text: conditional, actors, coverage, events: [judged] });
      const conditions = await loadConditions(folder, (zone) => ({ at: typedInstant("2016-03-15", "start", zone) }));
      return sayConditions(conditions).join("\n");
    };
    expect(await said(watched)).toContain("a1: confirmed — yes");
    expect(await said(header)).toContain("nobody vouches that every attack by lower");
  });
});

describe("binds … while no attack …", () => {
  it("binds in the reading of whoever said so, by what the record counts", async () => {
    const files = {
      text: textOf(
        "rule peace",
        "  who upper or lower",
        "  must not attack",
        "statement upper-says",
        `  by upper on 2016-02-28 kind condition binds upper while ${QUIET}`,
      ),
    };
    const verdicts = async (events: readonly Event[]): Promise<Record<string, string>> => {
      const { cells } = (await judge({ ...files, events })).incidents.find(({ draft }) => draft.id === "judged")!;
      return Object.fromEntries(cells.map(({ reading, verdict }) => [reading, verdict]));
    };
    expect(await verdicts([])).toMatchObject({ text: "breach", upper: "breach" });
    expect(await verdicts([{ id: "e1", on: "2016-03-14" }])).toMatchObject({ text: "breach", upper: "outside" });
  });
});

describe("coverage.csv", () => {
  it("says which word the agreement does not have, and guesses what was meant", async () => {
    const rows = [
      "raod,2016-03-01,2016-04-01,attack,any,yes,,s,",
      "road,2016-03-01,2016-04-01,attak,any,yes,,s,",
      "road,2016-03-01,2016-04-01,attack,mortr,yes,,s,",
    ];
    const { problems } = await judge({ coverage: [header, ...rows].join("\n") });
    const found = problems.filter(({ at }) => at.file?.endsWith("coverage.csv"));
    expect(found).toMatchObject([
      { code: "unknown-area", at: { line: 2, row: 1, field: "area" }, hint: "did you mean road?" },
      { code: "unknown-act", at: { line: 3, field: "acts" }, hint: "did you mean attack?" },
      { code: "unknown-weapon", at: { line: 4, field: "weapons" }, hint: "did you mean mortar?" },
    ]);
  });
});
