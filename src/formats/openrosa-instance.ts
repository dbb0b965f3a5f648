import type { Place, Problem } from "../kit/index.ts";
import { aboutSourceOfFieldForm } from "./field-form-cells.ts";
import { answersOf } from "./kobo-json-answers.ts";
import { readSubmission, type KoboOptions } from "./kobo-json.ts";
import type { ReportRow } from "./report-item.ts";
import { createXmlScanner, type XmlEvent } from "./xml-stream.ts";

/** A filled-in form as it is sent: an instance of an XForm (ODK XForms Specification 1.0). */
export interface FormInstance {
  readonly formId: string;
  readonly version: string | undefined;
  /** Who this filled-in form is, for good: `uuid:…`. */
  readonly instanceId: string;
  /** Of the filled-in form that this one takes the place of. */
  readonly deprecatedId: string | undefined;
  /** Texts by path below the root, groups and question joined with slashes. A question that is asked again has its first answer. */
  readonly answers: ReadonlyMap<string, string>;
  /** Paths of questions that have more than one answer. */
  readonly repeated: readonly string[];
}

export type ParsedInstance =
  { readonly ok: true; readonly instance: FormInstance } | { readonly ok: false; readonly problem: Problem };

/** A form of a census has some hundred questions. */
const mostAnswers = 5000;
const longestId = 250;
/** Characters of one answer that a report is made of: a page of small print has 5,000. */
const longestAnswer = 50_000;

/**
 * A document type, and with it every entity of its own, is refused; nothing outside is fetched; depth, number and length are
 * limited, and it costs linear time.
 */
export function parseFormInstance(bytes: Uint8Array, options: { readonly file?: string } = {}): ParsedInstance {
  const reader = new InstanceReader(options.file === undefined ? {} : { file: options.file });
  const scanner = createXmlScanner(options);
  for (let from = 0; from < bytes.length && !scanner.refused(); from += 1 << 16)
    reader.take(scanner.push(bytes.subarray(from, from + (1 << 16))));
  if (!scanner.refused()) reader.take(scanner.end());
  return reader.done();
}

interface OpenElement {
  readonly path: string;
  text: string;
  hasInner: boolean;
}

class InstanceReader {
  readonly #at: Place;
  readonly #open: OpenElement[] = [];
  readonly #answers = new Map<string, string>();
  readonly #repeated = new Set<string>();
  readonly #meta = new Map<string, string>();
  #root: Readonly<Record<string, string>> | undefined;
  #problem: Problem | undefined;

  constructor(at: Place) {
    this.#at = at;
  }

  take(events: readonly XmlEvent[]): void {
    for (const event of events) {
      if (this.#problem !== undefined) return;
      if (event.kind === "open") this.#begin(event);
      else if (event.kind === "close") this.#end();
      else if (event.kind === "text") {
        const inner = this.#open.at(-1);
        if (inner !== undefined) inner.text += event.text;
      } else if (event.kind === "damage") this.#problem = event.problem;
    }
  }

  done(): ParsedInstance {
    const problem = this.#problem ?? this.#missing();
    if (problem !== undefined) return { ok: false, problem };
    const { id = "", version } = this.#root ?? {};
    const instance = {
      formId: id.trim(),
      version,
      instanceId: this.#meta.get("instanceID")!,
      deprecatedId: this.#meta.get("deprecatedID"),
      answers: this.#answers,
      repeated: [...this.#repeated],
    };
    return { ok: true, instance };
  }

  #begin({ name, attributes }: Extract<XmlEvent, { kind: "open" }>): void {
    const around = this.#open.at(-1);
    // Whether a prefix stands before a name is up to whoever made the form: `orx:meta` and `meta` are the same.
    const plain = name.slice(name.indexOf(":") + 1);
    if (around === undefined) this.#root = attributes;
    else around.hasInner = true;
    const path = around === undefined ? "" : around.path === "" ? plain : `${around.path}/${plain}`;
    this.#open.push({ path, text: "", hasInner: false });
  }

  #end(): void {
    const closed = this.#open.pop();
    if (closed === undefined || closed.hasInner || closed.path === "") return;
    const { path, text } = closed;
    if (text.trim() === "") return;
    if (path.startsWith("meta/")) this.#meta.set(path.slice("meta/".length), text.trim());
    else if (this.#answers.has(path)) this.#repeated.add(path);
    else if (this.#answers.size < mostAnswers) this.#answers.set(path, text);
    else
      this.#problem = this.#trouble("form-too-many-answers", `there are more than ${mostAnswers} answers`, "split it");
  }

  #missing(): Problem | undefined {
    const id = this.#root?.["id"]?.trim() ?? "";
    const instanceId = this.#meta.get("instanceID") ?? "";
    if (this.#root === undefined || id === "" || id.length > longestId)
      return this.#trouble("form-no-id", "this is no filled-in form: its outermost element has no id", "send a form");
    if (instanceId === "" || instanceId.length > longestId || /[\p{Cc}\s]/u.test(instanceId))
      return this.#trouble(
        "form-no-instance-id",
        "the filled-in form has no instanceID, so that nobody could tell it from another",
        "add meta/instanceID to the form (jr:preload uid)",
      );
    return undefined;
  }

  #trouble(code: string, message: string, hint: string): Problem {
    return { code, severity: "error", at: this.#at, message, hint };
  }
}

export interface ReadInstance {
  readonly row: ReportRow;
  /** How the sender knows of it and whether the source may be named, where the form asks. */
  readonly about: Readonly<Record<"howKnown" | "mayName", string | null>>;
}

/**
 * The report that a filled-in form tells. Our own form is read by its table; any other by the names of its questions, like the
 * submissions of KoboToolbox.
 */
export function readFormInstance(instance: FormInstance, options: KoboOptions = {}): ReadInstance {
  const { instanceId, deprecatedId, answers, repeated } = instance;
  const at: Place = { ...(options.file === undefined ? {} : { file: options.file }), row: 1 };
  const plain = Object.fromEntries(answers);
  const about = aboutSourceOfFieldForm(answersOf(plain));
  const long = [...answers].find(([, answer]) => answer.length > longestAnswer);
  if (long !== undefined) return { row: tooLong(long[0], at), about };
  const read = readSubmission({ ...plain, "meta/instanceID": instanceId }, at, options);
  const problems = [...read.problems, ...repeated.slice(0, 20).map((path) => askedAgain(path, at))];
  if (read.draft === undefined || deprecatedId === undefined) return { row: { ...read, problems }, about };
  // What is sent instead of an earlier one says so itself; both stay.
  const regards = { relation: "corrects", report: plainInstanceId(deprecatedId) } as const;
  return { row: { ...read, problems, draft: { ...read.draft, regards } }, about };
}

/** As the ids of reports have it. */
export function plainInstanceId(instanceId: string): string {
  return instanceId.replace(/^uuid:/u, "");
}

function tooLong(field: string, at: Place): ReportRow {
  const message = `this answer has more than ${longestAnswer} characters`;
  const hint = "send it as a file";
  const problem: Problem = { code: "form-long-answer", severity: "error", at: { ...at, field }, message, hint };
  return { kind: "row", draft: undefined, problems: [problem], at };
}

function askedAgain(field: string, at: Place): Problem {
  const message = "this question is answered more than once; the first answer is read, and all of them are kept";
  return { code: "form-repeated", severity: "warning", at: { ...at, field }, message };
}
