import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { may, type Caller } from "../accounts/index.ts";
import { findThing, itemBytes } from "../store/index.ts";
import { receiveItem, type ImportedFile } from "../workflow/index.ts";
import { ifReleasing } from "./acts.ts";
import type { AnswerOf, Endpoint, Endpoints } from "./contract.ts";
import { nothingHere, saidOf, Trouble } from "./errors.ts";
import { file } from "./export.ts";
import type { Handlers } from "./handler.ts";
import { jsonResponse, type BytesHandler } from "./mount.ts";
import { digestOfRequest, keyOf, type Once } from "./once.ts";
import { actingFor, type Asked } from "./parts.ts";
import { bytesOf, wholeBody } from "./request-body.ts";

/** A multipart is taken apart in memory; what is larger is sent as it is. */
const LARGEST_MULTIPART = 32 * 1024 * 1024;

type Received = AnswerOf<Endpoints["receiveItem"]>;

export const itemHandlers: Handlers<"getItemBytes" | "getAgreementText"> = {
  async getItemBytes({ parts, caller, params }) {
    const { digest } = params;
    const wanted = { noun: "item", viewer: caller.viewer, asOf: undefined } as const;
    const found = await findThing(parts.record.store, wanted, { column: "digest", value: digest });
    if (!found) throw nothingHere();
    return file(itemBytes(parts.record.store, digest), {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${digest.slice(0, 12)}"`,
    });
  },

  async getAgreementText({ parts, caller, params }) {
    const wanted = { noun: "agreement", viewer: caller.viewer, asOf: undefined } as const;
    const found = await findThing(parts.record.store, wanted, { column: "id", value: params.id });
    const digest: unknown = found?.text_item;
    if (!(digest instanceof Uint8Array)) throw nothingHere();
    const pieces = itemBytes(parts.record.store, Buffer.from(digest).toString("hex"));
    return file(pieces, { "content-type": "text/markdown; charset=utf-8" });
  },
};

/** What came in, in a file of its own until it is in the record. */
interface Arrived {
  readonly path: string;
  readonly name: string;
  readonly digest: string;
}

export const receive: BytesHandler = async (asked, once) => {
  const key = keyOf(asked.request.headers);
  const path = join(tmpdir(), `truce-arriving-${randomUUID()}`);
  try {
    const arrived = await arrive(asked.request, path, asked.query as Query);
    return await receiveArrived(asked, { arrived, key, once });
  } finally {
    await rm(path, { force: true });
  }
};

type Query = Asked<Endpoints["receiveItem"]>["query"];

async function arrive(request: Request, path: string, { name }: Query): Promise<Arrived> {
  const hash = createHash("sha256");
  const note = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  };
  const type = request.headers.get("content-type") ?? "";
  const part = /^multipart\/form-data/iu.test(type) ? await fileIn(request, type) : undefined;
  const bytes = part ? once(part.bytes) : bytesOf(request, LARGEST_ITEM);
  await pipeline(note(bytes), createWriteStream(path, { mode: 0o600, flags: "wx" }));
  return { path, name: name ?? part?.name ?? "item", digest: hash.digest("hex") };
}

const LARGEST_ITEM = 512 * 1024 * 1024;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

async function fileIn(request: Request, type: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const whole = await wholeBody(request, LARGEST_MULTIPART);
  const form = await new Response(new Uint8Array(whole), { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  const part = form?.get("file");
  if (part instanceof File) return { name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) };
  throw new Trouble(400, {
    code: "no-file",
    detail: "the form has no part called file",
    hint: "curl --form file=@report.csv",
  });
}

interface Receiving {
  readonly arrived: Arrived;
  readonly key: string;
  readonly once: Once;
}

async function receiveArrived(asked: Asked<Endpoint>, { arrived, key, once: carry }: Receiving): Promise<Response> {
  const { caller } = asked;
  const query = asked.query as Query;
  const audience = query.audience?.split(",").map((word) => word.trim());
  const openSources = query.openSources === "true";
  const given = {
    name: arrived.name,
    openSources,
    ...(audience ? { audience } : {}),
    ...(query.dataSet === undefined ? {} : { dataSet: query.dataSet }),
  };
  const input = ifReleasing(caller, given);
  const request = digestOfRequest("item", arrived.digest, JSON.stringify(input));
  const answered = await carry.answer(
    { account: caller.account!, key, request },
    {
      carry: async (store) => {
        const bytes = createReadStream(arrived.path) as AsyncIterable<Uint8Array>;
        const acting = actingFor(asked, store);
        const { result, seq } = await receiveItem(acting, { ...input, bytes, mayRead: mayRead(caller) });
        return { result, isChanged: seq !== undefined };
      },
      say: (result) => JSON.stringify(said(result as ImportedFile, caller)),
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
