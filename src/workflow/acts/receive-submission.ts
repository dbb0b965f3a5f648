import { createHash } from "node:crypto";
import { parseFormInstance, plainInstanceId, readFormInstance, type FormInstance } from "../../formats/index.ts";
import { Refusal, type Problem } from "../../kit/index.ts";
import type { ReportDraft } from "../../domain/index.ts";
import {
  digestOf,
  findSubmission,
  identityOf,
  itemBytes,
  keepItem,
  reportOfSubmission,
  SourceBook,
  submissionOf,
  type Change,
  type Row,
  type SubmissionBody,
} from "../../store/index.ts";
import { PreparedBatch } from "../record/prepare-reports.ts";
import { NO_REPORTS } from "../record/reports-to-import.ts";
import { mediaTypeOf, plainNameOf } from "../record/understand.ts";
import { ReportWriter } from "../record/write-reports.ts";
import { askToMatch } from "../matching/match-record.ts";
import { NoSuchThing, verb, type Acting, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { askToJudge } from "./judge-again.ts";
import { saidIn } from "./versions.ts";

/** A photograph, a recording: what came with a filled-in form. */
export interface SubmittedFile {
  /** As its sender calls it; kept sealed, and never used as a path. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ReceiveSubmission {
  readonly instance: FormInstance;
  /** What the instance was read from, byte for byte. */
  readonly xml: Uint8Array;
  readonly files: readonly SubmittedFile[];
  /** Whether the sender may make a report of it (`report:accept`). If not, it waits until somebody who may does. */
  readonly isAccepted: boolean;
}

export interface SubmissionReceived {
  /** The item that the form is. */
  readonly item: string;
  /** The report that was made of it, now or before. Unset: it waits, or cannot be read. */
  readonly report: string | undefined;
  /** Files that the record did not have with this form. */
  readonly filesAdded: number;
  /** What is wrong with the answers, or was noted about them. */
  readonly problems: readonly Problem[];
}

/**
 * Receives a filled-in form: the form and what came with it as items, byte for byte, and of the form a report, all in one
 * change. The same form again, with the same files or with further ones, is the same form. Whoever sent it is its source,
 * protected; in one account's forms nobody else's can be meant.
 */
export const receiveSubmission = verb(
  { act: "receive-submission", permission: "item:receive" },
  async (acting, input: ReceiveSubmission): Promise<Done<SubmissionReceived>> => {
    const { store, keys, by, person } = acting;
    const { instance, xml, files, isAccepted } = input;
    const item = digestOf(xml);
    const name = senderOf(person);
    return store.change(async (change) => {
      // 1. Who sends it, and whether the form is there.
      const sources = await SourceBook.within(change, keys);
      const sender = sources.idOf(change, { name, kind: "account", protection: "protected", audience: [] });
      const known = await knownForm(change, { id: idOfForm(by, instance.instanceId), item });
      // 2. What came with it, and the form, with what belongs to it.
      const of = { item, source: known?.source ?? sender };
      const sent = await keepFiles(change, acting, { ...of, files });
      const form = await keepForm(change, acting, { ...of, instance, xml, known, files: sent });
      // 3. The report.
      const writing = { change, sources, form, instance, name };
      const isOwn = form.source === sender;
      const written = isAccepted && isOwn ? await writeReport(acting, writing) : readOnly(instance);
      const report = written.report ?? (await reportOfSubmission(change, form.body));
      const { filesAdded } = form;
      const body = { item, files: filesAdded, reports: written.report === undefined ? 0 : 1 };
      const act = change.size > 0 ? { by, act: "receive-submission", body } : undefined;
      return { result: { item, report, filesAdded, problems: written.problems }, act };
    });
  },
);

export interface AcceptSubmissions {
  /** Digests of forms that wait. */
  readonly items: readonly string[];
}

export interface SubmissionAccepted {
  readonly item: string;
  readonly report: string | undefined;
  readonly problems: readonly Problem[];
}

const MOST_AT_ONCE = 500;

/** Makes reports of forms that were sent by those who may not: their senders stay their sources. */
export const acceptSubmissions = verb(
  { act: "accept-submissions", permission: "report:accept" },
  async (acting, { items }: AcceptSubmissions): Promise<Done<readonly SubmissionAccepted[]>> => {
    checkItems(items);
    const { store, keys, by } = acting;
    const read = await Promise.all([...new Set(items)].map((item) => readKept(acting, item)));
    return store.change(async (change) => {
      const sources = await SourceBook.within(change, keys);
      const done: SubmissionAccepted[] = [];
      for (const { form, instance, name } of read) {
        const { problems, report: made } = await writeReport(acting, { change, sources, form, instance, name });
        const report = made ?? (await reportOfSubmission(change, form.body));
        done.push({ item: form.digest, report, problems });
      }
      const reports = done.filter(({ report }) => report !== undefined).length;
      const act = { by, act: "accept-submissions", body: { items: done.map(({ item }) => item), reports } };
      return { result: done, act: change.size > 0 ? act : undefined };
    });
  },
);

function checkItems(items: readonly string[]): void {
  const input = new InputCheck();
  if (items.length === 0 || items.length > MOST_AT_ONCE)
    input.note("/items", `these are ${items.length} forms`, `from 1 to ${MOST_AT_ONCE} at once`);
  for (const [i, item] of items.entries()) input.digest(`/items/${i}`, item);
  input.done();
}

/** The human being, and not the account: who has two of them is still one voice. */
function senderOf(person: string): string {
  return `person ${person}`;
}

/** A UUID of version 8 (RFC 9562) that follows from who sent the form and which one it is. */
function idOfForm(by: string, instanceId: string): string {
  const bytes = createHash("sha256").update(`${by.length}:${by}${instanceId}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}

interface KeptForm {
  readonly digest: string;
  readonly source: string | null;
  readonly body: SubmissionBody;
}

/** A form that is there, as it stands. */
interface KnownForm extends KeptForm {
  readonly row: Row<"item">;
}

async function knownForm(
  change: Change,
  { id, item }: { readonly id: string; readonly item: string },
): Promise<KnownForm | undefined> {
  const found = await findSubmission(change, { id, digest: item });
  if (!found) return undefined;
  const { row, digest } = found;
  if (digest === item) return { digest, source: row.source, body: row.body as SubmissionBody, row };
  throw new Refusal(
    "form-changed",
    "another form with this instanceID was sent before",
    "send it with an instanceID of its own, and the earlier one as its deprecatedID",
  );
}

interface FilesOfForm {
  /** The form. */
  readonly item: string;
  readonly source: string;
  readonly files: readonly SubmittedFile[];
}

/** What came with a form, as items of their own; their digests. */
async function keepFiles(
  change: Change,
  { keys }: Acting,
  { item, source, files }: FilesOfForm,
): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const { name, mediaType, bytes } of files) {
    const { digest } = await keepItem(change, [bytes], {
      name: plainNameOf(name),
      ...(name.trim() === "" ? {} : { ownName: { text: name, keys } }),
      mediaType: mediaType === "" ? mediaTypeOf(name) : mediaType,
      source,
      body: { attachedTo: item },
    });
    digests.push(digest);
  }
  return digests;
}

interface FormToKeep extends Pick<ReceiveSubmission, "instance" | "xml"> {
  readonly source: string;
  readonly known: KnownForm | undefined;
  readonly files: readonly string[];
}

/** The same bytes are one item, however many forms they came with; so each form names its own files. */
async function keepForm(
  change: Change,
  { keys, by }: Acting,
  { instance, xml, source, known, files }: FormToKeep,
): Promise<KeptForm & { readonly filesAdded: number }> {
  const before = filesOf(known?.body);
  const all = [...new Set([...before, ...files])];
  const about = {
    form: instance.formId,
    version: instance.version ?? null,
    instance: plainInstanceId(instance.instanceId),
    dataSet: keys.dataSetOf(`forms sent by ${by}`),
    ...readFormInstance(instance).about,
  };
  // It may have come as a file before.
  const body = { ...about, ...known?.body, files: all.join(" ") };
  const filesAdded = all.length - before.length;
  const kept = { digest: digestOf(xml), source: known?.source ?? source, body, filesAdded };
  if (!known) {
    const id = idOfForm(by, instance.instanceId);
    await keepItem(change, [xml], { id, source, name: "file.xml", mediaType: "application/xml", body });
  } else if (filesAdded > 0 || known.body["instance"] === undefined) {
    const { row } = known;
    const replaced = { id: row.id, supersedes: row.row, audience: row.audience };
    change.add("item", replaced, { ...saidIn("item", row), source: kept.source, body });
  }
  return kept;
}

function filesOf(body: SubmissionBody | undefined): readonly string[] {
  return (body?.["files"] ?? "").split(" ").filter((digest) => digest !== "");
}

interface ReportToWrite {
  readonly change: Change;
  readonly sources: SourceBook;
  readonly form: KeptForm;
  readonly instance: FormInstance;
  /** Of the sender, as it is sealed. */
  readonly name: string | undefined;
}

type Written = Pick<SubmissionReceived, "report" | "problems">;

function readOnly(instance: FormInstance): Written {
  return { report: undefined, problems: readFormInstance(instance).row.problems };
}

/** The report of a form, if there is none yet: what people have made of it since stays as it is. Unset: none was written. */
async function writeReport(acting: Acting, writing: ReportToWrite): Promise<Written> {
  const { change, sources, form, instance, name } = writing;
  const { draft, problems } = readFormInstance(instance).row;
  if (!draft || (await reportOfSubmission(change, form.body)) !== undefined) return { report: undefined, problems };
  const dataSet = form.body["dataSet"]!;
  const batch = new PreparedBatch({ dataSet, item: form.digest, isOpen: false });
  batch.add(toldBySender(draft, name), 0);
  const what = {
    path: "",
    digest: form.digest,
    name: "",
    size: 0,
    dataSet,
    audience: [],
    protection: "protected",
  } as const;
  const writer = new ReportWriter(change, what, sources);
  await writer.write(batch.reports, { ...NO_REPORTS, read: 1 });
  await askToJudge(acting, change);
  await askToMatch(acting, change);
  return { report: writer.written.get(draft.id), problems };
}

/** Whoever sends a form is its source. Whom another form than ours calls one is who told the sender. */
function toldBySender(draft: ReportDraft, name: string | undefined): ReportDraft {
  return { ...draft, source: name, toldBy: draft.toldBy ?? draft.source };
}

async function readKept(
  { store, keys }: Acting,
  item: string,
): Promise<Pick<ReportToWrite, "form" | "instance" | "name">> {
  const row = await submissionOf(store, item);
  if (!row) throw new NoSuchThing("item");
  const pieces: Uint8Array[] = [];
  for await (const piece of itemBytes(store, item)) pieces.push(piece);
  const parsed = parseFormInstance(Buffer.concat(pieces));
  if (!parsed.ok) throw new NoSuchThing("item");
  const { source } = row;
  const name = source === null ? undefined : await store.withClient((client) => identityOf({ client }, keys, source));
  return { form: { digest: item, source: row.source, body: row.body }, instance: parsed.instance, name };
}
