import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { may, type Caller } from "../accounts/index.ts";
import {
  FIELD_FORM,
  fieldFormXml,
  formListXml,
  manifestXml,
  parseFormInstance,
  responseXml,
  type ResponseNature,
} from "../formats/index.ts";
import { reasonOf } from "../store/index.ts";
import { receiveSubmission, type SubmissionReceived, type SubmittedFile } from "../workflow/index.ts";
import { BodyRoom } from "./body-room.ts";
import { receiveKobo, type AskedWithKey } from "./kobo.ts";
import { problemResponse, somethingWrong, Trouble, troubleOf } from "./errors.ts";
import { Door } from "./mount.ts";
import { boundaryOf, parseMultipart, type Part } from "./multipart.ts";
import { actingFor, type ApiParts } from "./parts.ts";
import { wholeBody } from "./request-body.ts";
import type { Traffic } from "./traffic.ts";

/**
 * The OpenRosa protocol 1.0 (docs.getodk.org/openrosa), as ODK Collect, KoboCollect and Enketo speak it. Whoever asks shows an API
 * key: as the password of HTTP Basic, or in the path, for programs that know no passwords. All that is answered is OpenRosa's XML.
 */

/** One post is taken apart in memory. Clients ask for it beforehand and send what is larger in several. */
const LARGEST_POST = 32 * 1024 * 1024;
/** A filled-in form without its files. */
const LARGEST_FORM = 4 * 1024 * 1024;
const INSTANCE_PART = "xml_submission_file";
const FORM = fieldFormXml();
const FORM_MD5 = createHash("md5").update(FORM).digest("hex");

interface OpenRosaAsked extends AskedWithKey {
  /** Where the protocol is spoken, with the key if it is in the path. */
  readonly base: string;
}

interface Route {
  readonly method: "get" | "post";
  /** Not of the protocol: trouble is told as the rest of the API does. */
  readonly isJson?: boolean;
  /** Below the base. */
  readonly path: string;
  readonly answer: (asked: OpenRosaAsked) => Promise<Response> | Response;
}

const ROUTES: readonly Route[] = [
  { method: "get", path: "/formList", answer: formList },
  { method: "get", path: `/forms/${FIELD_FORM.id}.xml`, answer: () => xml(FORM) },
  { method: "get", path: `/forms/${FIELD_FORM.id}/manifest`, answer: () => xml(manifestXml()) },
  { method: "get", path: "/submission", answer: mayBeSent },
  { method: "post", path: "/submission", answer: submission },
  { method: "post", path: "/kobo", answer: receiveKobo, isJson: true },
];

export function mountOpenRosa(
  app: Hono,
  { parts, traffic }: { readonly parts: ApiParts; readonly traffic: Traffic },
): void {
  const door = new Door(parts);
  for (const { method, path, answer, isJson = false } of ROUTES)
    for (const prefix of ["/openrosa", "/openrosa/key/:token"]) {
      // Only the pattern of the path is ever noted, and so no key.
      const endpoint = { method, path: `${prefix.replace(":token", "{token}")}${path}` };
      app.on(method, prefix + path, async (c) => {
        const began = performance.now();
        const seen: { caller?: Caller } = {};
        const response = await answered({ c, parts, door, answer, seen }).catch((error: unknown) => {
          const told = troubleOf(error, { tier: "public" });
          if (!told) parts.log?.({ event: "trouble", route: endpoint.path, method, reason: reasonOf(error) });
          return isJson ? problemResponse(told ?? somethingWrong()) : troubleXml(told);
        });
        traffic.note({ endpoint, status: response.status, ms: performance.now() - began, caller: seen.caller });
        return response;
      });
    }
  app.all("/openrosa/*", () => response(404, { nature: "form_error", message: "there is nothing here" }));
}

interface Answering {
  readonly c: Context;
  readonly parts: ApiParts;
  readonly door: Door;
  readonly answer: Route["answer"];
  readonly seen: { caller?: Caller };
}

async function answered({ c, parts, door, answer, seen }: Answering): Promise<Response> {
  const token = c.req.param("token");
  const headers = token === undefined ? c.req.raw.headers : headersWith(token);
  // A cookie that a browser brings along opens nothing here.
  const caller = await door.callerOf(c, { headers });
  seen.caller = caller;
  if (caller.by !== "api-key") throw unsigned();
  if (!may(caller, "item:receive"))
    throw new Trouble(403, { code: "not-allowed", detail: "this key may not send reports (item:receive)" });
  return answer({ c, parts, caller, base: baseOf(c, parts, token) });
}

/** What can be no key is none. */
function headersWith(token: string): Headers {
  return new Headers({ "x-api-key": /^[\x21-\x7e]{1,200}$/u.test(token) ? token : "" });
}

function unsigned(): Trouble {
  return new Trouble(401, { code: "not-signed-in", detail: "this needs an API key, as the password" });
}

/** Where clients find forms and the place to send to. Behind a proxy they reach us elsewhere than they seem to. */
function baseOf(c: Context, { address }: ApiParts, token: string | undefined): string {
  const { origin } = new URL(address ?? c.req.url);
  return `${origin}/openrosa${token === undefined ? "" : `/key/${encodeURIComponent(token)}`}`;
}

function formList({ c, base }: OpenRosaAsked): Response {
  const wanted = c.req.query("formID");
  const { id, version, title } = FIELD_FORM;
  const form = {
    id,
    name: `${title.en} – ${title.ar}`,
    version,
    md5: FORM_MD5,
    downloadUrl: `${base}/forms/${id}.xml`,
    manifestUrl: `${base}/forms/${id}/manifest`,
  };
  return xml(formListXml(wanted === undefined || wanted === id ? [form] : []));
}

/** HEAD before POST: how large a post may be, and where to. */
function mayBeSent({ c, base }: OpenRosaAsked): Response {
  if (c.req.raw.method !== "HEAD") return response(405, { message: "filled-in forms are sent here by POST" });
  return new Response(null, { status: 204, headers: { ...headersNow(), location: `${base}/submission` } });
}

function submission(asked: OpenRosaAsked): Promise<Response> {
  const { c, parts, caller } = asked;
  const holding = { account: caller.account!, largest: LARGEST_POST };
  return BodyRoom.of(parts).hold(c.req.raw, holding, (onBytes) => received(asked, onBytes));
}

async function received(asked: OpenRosaAsked, onBytes: (bytes: number) => void): Promise<Response> {
  const { c, parts, caller, base } = asked;
  // 1. What was sent.
  const sent = partsIn(c.req.header("content-type") ?? "", await wholeBody(c.req.raw, LARGEST_POST, onBytes));
  const form = sent.find(({ name }) => name === INSTANCE_PART);
  if (!form || form.bytes.length > LARGEST_FORM) throw badForm(`there is no usable part ${INSTANCE_PART}`);
  const parsed = parseFormInstance(form.bytes);
  if (!parsed.ok) throw badForm(`${parsed.problem.message}${parsed.problem.hint ? `; ${parsed.problem.hint}` : ""}`);
  // 2. It is kept, and read by whoever may make reports of it.
  const files = sent.flatMap((part) => fileOf(part) ?? []);
  const input = { instance: parsed.instance, xml: form.bytes, files, isAccepted: may(caller, "report:accept") };
  const { result } = await receiveSubmission(actingFor({ parts, caller }, parts.record.store), input);
  // 3. What became of it.
  const headers = { location: `${base}/submission` };
  return response(201, { nature: "submit_success", message: wordsFor(result, input.isAccepted), headers });
}

function partsIn(type: string, body: Buffer): readonly Part[] {
  const boundary = boundaryOf(type);
  const parts = boundary === undefined ? undefined : parseMultipart(body, boundary);
  if (!parts) throw badForm("this is no multipart/form-data, or it was cut short");
  return parts;
}

function badForm(detail: string): Trouble {
  return new Trouble(400, { code: "bad-form", detail });
}

/** Whatever else is in the post, but for the flag by which a client says that more is to come. */
function fileOf({ name, fileName, mediaType, bytes }: Part): SubmittedFile | undefined {
  if (name === INSTANCE_PART || (fileName === undefined && name === "*isIncomplete*")) return undefined;
  return { name: lastPart(fileName ?? name), mediaType, bytes };
}

/** A name is a name: whatever folders stand before it are nobody's. */
function lastPart(name: string): string {
  const last = name
    .split(/[/\\]/u)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cf}]/gu, "_");
  return /^\.*$/u.test(last) ? "" : last.slice(-200);
}

function wordsFor({ report, problems }: SubmissionReceived, isAccepted: boolean): string {
  const wrong = problems.find(({ severity }) => severity === "error");
  if (report !== undefined) return "received, and recorded as a report";
  if (wrong) return `received and kept; it is not read as a report yet: ${wrong.message}`;
  return isAccepted ? "received and kept" : "received and kept, until somebody makes a report of it";
}

/** Dates and sizes that OpenRosa asks of every answer. */
function headersNow(): Record<string, string> {
  return {
    "x-openrosa-version": "1.0",
    "x-openrosa-accept-content-length": String(LARGEST_POST),
    date: new Date().toUTCString(),
  };
}

function xml(text: string): Response {
  return new Response(text, { headers: { ...headersNow(), "content-type": "text/xml; charset=utf-8" } });
}

interface ToSay {
  readonly nature?: ResponseNature;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function response(status: number, { nature = "submit_error", message, headers = {} }: ToSay): Response {
  const type = { "content-type": "text/xml; charset=utf-8" };
  return new Response(responseXml(nature, message), { status, headers: { ...headersNow(), ...headers, ...type } });
}

function troubleXml(told: Trouble | undefined): Response {
  if (told?.said.status === 401) {
    const headers = { "www-authenticate": 'Basic realm="truce", charset="UTF-8"' };
    return response(401, { message: "this needs an API key that is good, as the password", headers });
  }
  if (!told) return response(500, { message: "something went wrong here; it is noted" });
  const { status, detail, hint } = told.said;
  return response(status, { message: `${detail}${hint === undefined ? "" : `; ${hint}`}`, headers: told.headers });
}
