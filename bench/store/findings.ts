import { canonicalJson, digestOf, type Json, type Store } from "../../src/store/index.ts";
import { randomOf } from "../random.ts";

export const READINGS = ["text", "syria", "russia"];
export const RULES = ["cease-attacks", "no-new-ground", "humanitarian-access", "proportionate-force"];
export const VERDICTS = ["breach", "permitted", "kept", "undetermined", "outside"];

/** So many different findings come of judging all of GED Syria under the example's rules, give or take. */
const DIFFERENT = 300;
const BATCH = 10_000;
const AGREEMENT = "syria-2016";
const NO_TEXT = "00".repeat(32);

/** A finding for every incident, as judging would leave it: few different ones, some of them much more common than others. */
export async function addFindings(store: Store, seed: number, audience: readonly string[]): Promise<number> {
  const random = randomOf(seed);
  const cells = Array.from({ length: DIFFERENT }, () => cellsRow(random));
  let ids: readonly string[] = [];
  let [after, total] = [0, 0];
  for (;;) {
    const batch = await store.query<{ row: number; id: string }>(
      "select row, id from incident where row > $1 and superseded_at is null order by row limit $2",
      [after, BATCH],
    );
    if (batch.length === 0) return total;
    await store.change(async (change) => {
      if (ids.length === 0) {
        const text = { key: AGREEMENT, title: "An agreement", zone: "Asia/Damascus", text_item: NO_TEXT, body: {} };
        change.add("agreement", { audience }, text);
        ids = cells.map((said) => change.add("cells", { audience }, said));
      }
      for (const { id } of batch) {
        const one = ids[Math.floor(random() ** 3 * DIFFERENT)]!;
        const said = { incident: id, agreement: AGREEMENT, text_item: NO_TEXT, known_at: null, cells: one };
        change.add("finding", { audience }, said);
      }
      return { result: undefined, act: { by: "bench", act: "judge", body: {} } };
    });
    after = batch.at(-1)!.row;
    total += batch.length;
  }
}

function cellsRow(random: () => number): { readonly content: string; readonly keys: string[]; readonly body: Json } {
  const keys: string[] = [];
  const body: Json[] = [];
  for (const reading of READINGS)
    for (const rule of RULES) {
      const verdict = VERDICTS[Math.floor(random() * VERDICTS.length)]!;
      keys.push(`${reading}|${rule}|${verdict}`);
      if (verdict === "undetermined") keys.push(`${reading}|${rule}|?breach`);
      body.push({ reading, rule, verdict, because: `${random()} `.repeat(20) });
    }
  return { content: digestOf(canonicalJson(body)), keys, body };
}
