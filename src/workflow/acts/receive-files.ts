import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Change } from "../../store/index.ts";
import { askToMatch } from "../matching/match-record.ts";
import { importPaths, inReadingOrder, type ImportedFile } from "../record/index.ts";
import { verb, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { askToJudge } from "./judge-again.ts";
import { receivedIn, safeName, type ReceiveItem } from "./receive-item.ts";

export interface ReceiveFiles extends Omit<ReceiveItem, "name" | "bytes"> {
  readonly files: readonly Pick<ReceiveItem, "name" | "bytes">[];
}

const MOST_FILES = 200;

/**
 * Receives files that belong together, as a folder holds them: a text and its register name each other. All are kept before any
 * is read; what is wrong with one is told of that one, and the others are read all the same.
 */
export const receiveFiles = verb(
  { act: "receive-item", permission: "item:receive" },
  async (acting, { files, ...given }: ReceiveFiles): Promise<Done<readonly ImportedFile[]>> => {
    const { store, keys, by } = acting;
    check(files, given);
    const folder = await mkdtemp(join(tmpdir(), "truce-items-"));
    try {
      const names = new Map<string, string>();
      for (const { name, bytes } of files) {
        const path = join(folder, safeName(name));
        names.set(path, name);
        await writeFile(path, bytes, { mode: 0o600, flag: "wx" });
      }
      const onChange = async (change: Change): Promise<void> => {
        await askToJudge(acting, change);
        await askToMatch(acting, change);
      };
      const { audience = [], openSources = false, ...more } = given;
      const paths = await inReadingOrder([...names.keys()]);
      const options = { ...more, paths, by, audience, openSources, isPreview: false, keepsGoing: true, onChange };
      const done = await importPaths(store, keys, options);
      const fresh = done.find(({ isNew }) => isNew);
      const seq = fresh ? await receivedIn(store, fresh.digest) : undefined;
      return { result: done.map((file) => named(file, names.get(file.file)!)), seq };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** Without the place that it lay in meanwhile. */
export function named<File extends ImportedFile>(file: File, name: string): File {
  const problems = file.problems.map((problem) => ({ ...problem, at: { ...problem.at, file: name } }));
  return { ...file, file: name, problems };
}

function check(files: ReceiveFiles["files"], { audience, dataSet }: Omit<ReceiveFiles, "files">): void {
  const input = new InputCheck();
  files.forEach(({ name }, i) => input.name(`/files/${i}/name`, name));
  input.audience("/audience", audience);
  input.maybeName("/dataSet", dataSet);
  const names = files.map(({ name }) => safeName(name));
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0) input.note(`/files/${twice}/name`, "two files have this name", "rename one of them");
  if (files.length > MOST_FILES) input.note("/files", `these are ${files.length} files`, `send ${MOST_FILES} at once`);
  if (files.length === 0) input.note("/files", "there is no file", "send at least one");
  input.done();
}
