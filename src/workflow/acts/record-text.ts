import { Refusal, type Problem } from "../../kit/index.ts";
import { actorKeys, keepItem, type Change } from "../../store/index.ts";
import { readAgreementText, type LoadedAgreement } from "../load-folder.ts";
import { BadInput, verb, type Acting, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { askToJudge } from "./judge-again.ts";
import { saidIn, standingOf } from "./versions.ts";

export interface RecordText {
  /** The id of the agreement. */
  readonly agreement: string;
  readonly seen: number;
  /** The whole of the new version, as a file has it. */
  readonly text: string;
}

export interface TextRecorded {
  /** SHA-256 of the text's item. */
  readonly item: string;
  /** What the checks note of it; none is an error. */
  readonly problems: readonly Problem[];
}

const LONGEST = 1_000_000;
const FILE = "agreement.md";

/** Records another version of a text. Whoever may see the agreement sees the new one; the incidents are judged again. */
export const recordText = verb(
  { act: "record-text", permission: "agreement:record" },
  async (acting, input: RecordText): Promise<Done<TextRecorded>> => {
    const { store, by } = acting;
    check(input);
    const knownActors = new Set(await actorKeys(store));
    const loaded = readAgreementText(input.text, { file: FILE, knownActors });
    refuseIfWrong(loaded);
    return store.change(async (change) => {
      const item = await put(change, acting, { input, loaded });
      const result = { item, problems: loaded.problems };
      const { id } = loaded.agreement.meta;
      return { result, act: change.size === 0 ? undefined : { by, act: "record-text", body: { agreement: id, item } } };
    });
  },
);

function check({ agreement, seen, text }: RecordText): void {
  const input = new InputCheck();
  input.id("/agreement", agreement);
  input.row("/seen", seen);
  input.text("/text", text, LONGEST);
  input.done();
}

/** By a text with an error nothing is judged, so that it would take the place of one that works. */
function refuseIfWrong({ problems }: LoadedAgreement): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new BadInput(errors);
}

interface Putting {
  readonly input: RecordText;
  readonly loaded: LoadedAgreement;
}

async function put(change: Change, acting: Acting, { input, loaded }: Putting): Promise<string> {
  const { agreement: id, seen, text } = input;
  const touching = ["text_item", "title", "zone"] as const;
  const row = await standingOf(change, "agreement", { id, seen, touching, wanted: input.text });
  const { id: key, title, zone } = loaded.agreement.meta;
  if (key !== row.key)
    throw new Refusal(
      "other-agreement",
      `this is the text of ${key}, and not of ${row.key}`,
      `write id: ${row.key}, or import it as an agreement of its own`,
    );
  const bytes = new TextEncoder().encode(text);
  const { digest } = await keepItem(change, [bytes], { name: FILE, mediaType: "text/markdown" });
  const said = saidIn("agreement", row);
  if (said.text_item === digest && said.title === title && said.zone === zone) return digest;
  change.add(
    "agreement",
    { id, supersedes: row.row, audience: row.audience },
    { ...said, title, zone, text_item: digest },
  );
  await askToJudge(acting, change);
  return digest;
}
