import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ACTORS, MISSION_TEXT } from "./mission.ts";
import { SLOW, temporaryFolder } from "../temporary-record.ts";

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function truce(...words: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli.ts", ...words], { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

let place: string;
let folder: string;

const HEAD = "id,source,when,zone,place,place_precision,latitude,longitude,radius_m,country,side_a,side_b,acts,killed";
const row = (id: string, team: string, day: string): string =>
  `${id},${team},${day}T12:00/${day}T12:20,Asia/Damascus,the mill,exact,35.1,36.9,300,Syria,Lower,Upper,mortar-fire,3`;

beforeAll(async () => {
  place = await temporaryFolder();
  folder = join(place, "villages");
  await mkdir(join(folder, "reports"), { recursive: true });
  const files = {
    "agreement.md": MISSION_TEXT,
    "actors.yaml": ACTORS,
    "reports/teams.csv": [HEAD, row("A-1", "Team 3", "2016-03-05"), row("B-1", "Team 4", "2016-03-05"), ""].join("\n"),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}, SLOW);

afterAll(() => rm(place, { recursive: true, force: true }));

it(
  "truce match FOLDER writes incidents with their reasons, and explains a pair in bits that add up",
  async () => {
    const out = join(place, "out");
    const matched = truce("match", folder, "--out", out);
    expect(matched).toMatchObject({ status: 0, out: expect.stringMatching(/solid +1 +every report in it fits/u) });
    const json = JSON.parse(await readFile(join(out, "incidents.json"), "utf8")) as { counts: object };
    expect(json.counts).toMatchObject({ claims: 2, incidents: 1 });
    expect(await readFile(join(out, "incidents.csv"), "utf8")).toMatch(/^incident,band,/u);
    expect(JSON.parse(truce("match", folder, "--json").out)).toEqual(json);
    const explained = truce("match", folder, "--explain", "A-1", "B-1");
    expect(explained.out).toMatch(/A-1 \(Team 3\) and B-1 \(Team 4\) are put into one incident\./u);
    const bits = explained.out.match(/^[−+][\d.]+/gmu)!.map((text) => Number(text.replace("−", "-").replace("+", "")));
    // Each is rounded to a tenth.
    expect(Math.abs(bits.slice(0, -1).reduce((sum, one) => sum + one, 0) - bits.at(-1)!)).toBeLessThan(
      bits.length * 0.051,
    );
    expect(truce("match", folder, "--explain", "A-1", "nobody")).toMatchObject({
      status: 2,
      err: expect.stringContaining("there is no report nobody"),
    });
    expect(truce("match", folder, "--explain", "A-1").status).toBe(2);
  },
  SLOW,
);

it("truce match --data lists what waits, takes decisions with reasons, and takes them back", { timeout: SLOW }, () => {
  const data = ["--data", join(place, "data")] as const;
  expect(truce("import", ...data, "--no-judge", folder).status).toBe(0);
  expect(truce("match", ...data, "--only-propose").out).toMatch(
    /looked at 2 new reports: 0 put together with others, 1 wait/u,
  );
  const waiting = truce("match", ...data, "--waiting").out;
  expect(waiting).toMatch(/it waits because the matcher was asked to propose only/u);
  const [, proposal] = /proposal ([0-9a-f-]{36})/u.exec(waiting)!;
  expect(truce("match", ...data, "--accept", proposal!)).toMatchObject({
    status: 2,
    err: expect.stringContaining("needs a reason"),
  });
  const accepted = truce("match", ...data, "--accept", proposal!, "--reason", "the same crater", "--by", "ada");
  expect(accepted.out).toMatch(/state: accepted/u);
  const [, entry] = /truce match --undo (\d+)/u.exec(accepted.out)!;
  expect(truce("match", ...data, "--waiting").out).toBe("nothing waits for a person\n");
  const undone = truce("match", ...data, "--undo", entry!, "--reason", "another crater", "--by", "ada");
  expect(undone.out).toMatch(/act: accept-match/u);
  expect(truce("match", ...data, "--waiting").out).toContain(proposal!);
  expect(truce("match", ...data, "--learn", "--reason", "a year has passed")).toMatchObject({
    status: 2,
    err: expect.stringContaining("nothing was learnt"),
  });
  expect(truce("match", ...data, "--accept", "x", "--reject", "y", "--reason", "z").status).toBe(2);
  expect(truce("verify", ...data).status).toBe(0);
});
