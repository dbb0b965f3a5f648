import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { may, type Caller } from "../accounts/index.ts";
import type { Store } from "../store/index.ts";
import { named, previewFiles, receiveFiles, receiveItem, type ImportedFile } from "../workflow/index.ts";
import { ifReleasing } from "./acts.ts";
import { withArrived, type Arrived, type ArrivedFile, type Arriving } from "./arriving.ts";
import type { AnswerOf, Endpoint, Endpoints } from "./contract.ts";
import { locatedOf } from "./dry-runs.ts";
import { nothingHere, saidOf, Trouble } from "./errors.ts";
import type { Handlers } from "./handler.ts";
import { ImportsUnderWay, type ImportUnderWay } from "./import-progress.ts";
import { jsonResponse, type BytesHandler } from "./mount.ts";
import { digestOfRequest, keyOf, type Once } from "./once.ts";
import { actingFor, type Asked } from "./parts.ts";

type Received = AnswerOf<Endpoints["receiveItem"]>;

export const receive: BytesHandler = async (asked, once) => {
  const key = keyOf(asked.request.headers);
  return following(asked, key, (progress) =>
    withArrived(asked.request, arriving(asked.query as Query, progress), async (arrived) => {
      if (arrived.files.length > 1) throw severalFiles();
      return receiveArrived(asked, { arrived, key, once, progress });
    }),
  );
};

/** Files that belong together. */
export const receiveFolder: BytesHandler = async (asked, once) => {
  const key = keyOf(asked.request.headers);
  return following(asked, key, (progress) =>
    withArrived(asked.request, arriving(asked.query as Query, progress), (arrived) =>
      receiveAll(asked, { arrived, key, once, progress }),
    ),
  );
};

type Query = Asked<Endpoints["receiveItem"]>["query"];

const UNDER_WAY = new WeakMap<Store, ImportsUnderWay>();

/** Of everybody who sends something to this process. */
function importsUnderWay({ store }: { readonly store: Store }): ImportsUnderWay {
  const known = UNDER_WAY.get(store) ?? new ImportsUnderWay();
  UNDER_WAY.set(store, known);
  return known;
}

async function following(
  { parts, caller, request }: Asked<Endpoint>,
  key: string,
  work: (progress: ImportUnderWay) => Promise<Response>,
): Promise<Response> {
  const size = Number(request.headers.get("content-length") ?? Number.NaN);
  const known = importsUnderWay(parts.record);
  const progress = known.begin(caller.account!, key, Number.isSafeInteger(size) ? size : null);
  try {
    const response = await work(progress);
    progress.note({ state: "done" });
    return response;
  } catch (error) {
    progress.note({ state: "failed" });
    throw error;
  }
}

function arriving({ name, mapping }: Query, progress?: ImportUnderWay): Arriving {
  return {
    ...(name === undefined ? {} : { name }),
    ...(mapping === undefined ? {} : { mapping }),
    onBytes: (bytes) => progress?.note({ bytes }),
  };
}

function severalFiles(): Trouble {
  const hint = "send files that belong together to /api/items/folder";
  return new Trouble(400, { code: "several-files", detail: "this takes one file", hint });
}

interface Receiving {
  readonly arrived: Arrived;
  readonly key: string;
  readonly once: Once;
  readonly progress: ImportUnderWay;
}

/** What is asked of the files, besides themselves. */
function givenWith(caller: Caller, { audience, openSources, dataSet }: Query, { mapping }: Arrived) {
  const given = {
    openSources: openSources === "true",
    ...(audience === undefined ? {} : { audience: audience.split(",").map((word) => word.trim()) }),
    ...(dataSet === undefined ? {} : { dataSet }),
    ...(mapping ? { mapping } : {}),
  };
  return ifReleasing(caller, given);
}

async function receiveArrived(asked: Asked<Endpoint>, { arrived, key, once, progress }: Receiving): Promise<Response> {
  const { caller } = asked;
  const [file] = arrived.files as [ArrivedFile];
  const input = { ...givenWith(caller, asked.query as Query, arrived), name: file.name };
  const request = digestOfRequest("item", file.digest, JSON.stringify(input));
  const answered = await once.answer(
    { account: caller.account!, key, request },
    {
      carry: async (store) => {
        progress.note({ state: "reading", file: file.name });
        const bytes = createReadStream(file.path) as AsyncIterable<Uint8Array>;
        const onStep = (_: string, rows = 0): void => progress.note({ rows });
        const given = { ...input, bytes, mayRead: mayRead(caller), onStep };
        const { result, seq } = await receiveItem(actingFor(asked, store), given);
        return { result, isChanged: seq !== undefined };
      },
      say: (result) => JSON.stringify(said(result as ImportedFile, caller)),
      isRepeatable: true,
    },
  );
  return jsonResponse(answered.body);
}

async function receiveAll(asked: Asked<Endpoint>, { arrived, key, once, progress }: Receiving): Promise<Response> {
  const { caller } = asked;
  const input = givenWith(caller, asked.query as Query, arrived);
  const names = arrived.files.map(({ name, digest }) => [name, digest]);
  const request = digestOfRequest("items", JSON.stringify([names, input]));
  const answered = await once.answer(
    { account: caller.account!, key, request },
    {
      carry: async (store) => {
        const files = arrived.files.map(({ name, path }) => ({
          name,
          bytes: createReadStream(path) as AsyncIterable<Uint8Array>,
        }));
        const onStep = (path: string, rows = 0): void =>
          progress.note({ state: "reading", file: basename(path), rows });
        const given = { ...input, files, mayRead: mayRead(caller), onStep };
        const { result, seq } = await receiveFiles(actingFor(asked, store), given);
        return { result, isChanged: seq !== undefined };
      },
      say: (result) => {
        const files = result as readonly ImportedFile[];
        return JSON.stringify({ files: files.map((file) => ({ name: file.file, ...said(file, caller) })) });
      },
      isRepeatable: true,
    },
  );
  return jsonResponse(answered.body);
}

/** Whoever sends something in does not with it write the record: what it is made of, somebody decides who may. */
function mayRead(caller: Caller): (kind: ImportedFile["kind"]) => boolean {
  return (kind) => {
    if (kind === "other") return true;
    return may(caller, kind === "reports" || kind === "mail" ? "report:accept" : "agreement:record");
  };
}

/** Whether the record had it already, or what else it has, is for the inside. */
function said({ digest, size, kind, isNew, things, reports, problems }: ImportedFile, caller: Caller): Received {
  const all = { item: digest, size };
  if (caller.viewer.tier !== "internal") return all;
  const { added, revised, unchanged } = things;
  return {
    ...all,
    kind,
    isNew,
    things: { added, revised, unchanged },
    reports: JSON.parse(JSON.stringify(reports)) as NonNullable<Received["reports"]>,
    problems: problems.map(saidOf) as NonNullable<Received["problems"]>,
  };
}

/** A preview writes, and takes it back: for so long nobody else changes the record. */
const LARGEST_PREVIEW = 64 * 1024 * 1024;

/** What would come of it; the files are gone with the answer. */
export const preview: BytesHandler = (asked) =>
  withArrived(asked.request, { ...arriving(asked.query as Query), largest: LARGEST_PREVIEW }, async (arrived) => {
    const { caller, parts } = asked;
    const { store, keys } = parts.record;
    const { audience = [], ...given } = givenWith(caller, asked.query as Query, arrived);
    const names = new Map(arrived.files.map(({ path, name }) => [path, name]));
    const options = { ...given, audience, by: caller.account!, mayRead: mayRead(caller) };
    const found = await previewFiles(store, keys, { ...options, paths: [...names.keys()] });
    const files = found.map((file) => {
      const { format, table } = file;
      const shown = named(file, names.get(file.file)!);
      return {
        ...said(shown, caller),
        name: shown.file,
        ...(format === undefined ? {} : { format }),
        ...(table ? { table } : {}),
        problems: shown.problems.map(locatedOf),
      };
    });
    return jsonResponse(JSON.stringify({ files }));
  });

export const importHandlers: Handlers<"getImport"> = {
  getImport({ parts, caller, params }) {
    const found = importsUnderWay(parts.record).of(caller.account!, params.key);
    if (!found) throw nothingHere();
    return Promise.resolve(found);
  },
};
