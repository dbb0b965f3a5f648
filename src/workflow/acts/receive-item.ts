import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ColumnMapping } from "../../formats/index.ts";
import { Refusal } from "../../kit/index.ts";
import { lastEntryOf, type Change, type Store } from "../../store/index.ts";
import { askToMatch } from "../matching/match-record.ts";
import { importPaths, type ImportedFile } from "../record/index.ts";
import { verb, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { askToJudge } from "./judge-again.ts";

export interface ReceiveItem {
  /** As it arrived. By its ending and by how it begins it is found what it is. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Audiences besides the inside. */
  readonly audience?: readonly string[];
  readonly openSources?: boolean;
  readonly dataSet?: string;
  readonly mapping?: ColumnMapping;
  /** What of it may be read, by what it is; what may not is kept as it came, for others to look at. Unset: everything. */
  readonly mayRead?: (kind: ImportedFile["kind"]) => boolean;
  /** How far it has come: the file, and its rows that are in the record. */
  readonly onStep?: (file: string, rowsDone?: number) => void;
}

/**
 * Receives a thing of any kind: it is kept byte for byte before anything is understood of it, and then read as far as it can be.
 * What is in it may be much, so keeping it and each batch of it are transactions of their own, and go on after a crash.
 */
export const receiveItem = verb(
  { act: "receive-item", permission: "item:receive" },
  async (acting, input: ReceiveItem): Promise<Done<ImportedFile>> => {
    const { store, keys, by } = acting;
    check(input);
    const { audience = [], openSources = false, dataSet, mapping, mayRead, onStep } = input;
    const folder = await mkdtemp(join(tmpdir(), "truce-item-"));
    try {
      const path = join(folder, safeName(input.name));
      await writeFile(path, input.bytes, { mode: 0o600, flag: "wx" });
      const given = {
        ...(dataSet === undefined ? {} : { dataSet }),
        ...(mapping ? { mapping } : {}),
        ...(mayRead ? { mayRead } : {}),
        ...(onStep ? { onStep } : {}),
      };
      const onChange = async (change: Change): Promise<void> => {
        await askToJudge(acting, change);
        await askToMatch(acting, change);
      };
      const options = { paths: [path], by, audience, openSources, isPreview: false, onChange, ...given };
      const [file] = await importPaths(store, keys, options);
      if (!file) throw new Refusal("not-received", "nothing came of it", "send it again");
      const seq = file.isNew ? await receivedIn(store, file.digest) : undefined;
      // The place that it lay in meanwhile is nobody's business.
      const problems = file.problems.map((problem) => ({ ...problem, at: { ...problem.at, file: input.name } }));
      return { result: { ...file, file: input.name, problems }, seq };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** The entry of the ledger that says that an item was received. */
export async function receivedIn(store: Store, item: string): Promise<number | undefined> {
  const asked = { act: "receive-item", about: { key: "item", value: item } } as const;
  return (await store.withClient((client) => lastEntryOf(client, asked)))?.seq;
}

function check({ name, audience, dataSet }: ReceiveItem): void {
  const input = new InputCheck();
  input.name("/name", name);
  input.audience("/audience", audience);
  input.maybeName("/dataSet", dataSet);
  input.done();
}

/** The last part of a name, without what a file system or a shell could take for something else. */
export function safeName(name: string): string {
  const last = basename(name.replaceAll("\\", "/")).replace(/[\p{Cc}\p{Cf}]/gu, "_");
  const short = last.length > 120 ? last.slice(-120) : last;
  return short === "" || /^\.+$/u.test(short) ? "item" : short;
}
