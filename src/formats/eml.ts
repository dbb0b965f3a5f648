import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import type { Interval, Place, Problem } from "../kit/index.ts";
import { parseMailDate } from "./eml-dates.ts";
import { safeFileName } from "./eml-names.ts";

/** A mail as it was sent (RFC 5322, MIME), taken apart for the record. The file itself is the evidence and is kept as it came. */
export interface ParsedEml {
  /** When its sender says that it was sent. */
  readonly sent: Interval | undefined;
  /** When each server on the way says that it came, the last first. */
  readonly received: readonly Interval[];
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly attachments: readonly EmlAttachment[];
  /** Who wrote to whom and over which machines. It says who a source is, so it belongs where sources are kept apart. */
  readonly identity: EmlIdentity;
}

export interface EmlAttachment {
  /** Safe to keep a file under, and different for each. */
  readonly name: string;
  /** As the sender wrote it. */
  readonly givenName: string | undefined;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** A mail in the mail: its bytes can be parsed in turn. */
  readonly isMessage: boolean;
}

export interface EmlIdentity {
  readonly from: readonly Mailbox[];
  readonly sender: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly messageId: string | undefined;
  /** Ids of the mails that it answers. */
  readonly references: readonly string[];
  /** Header lines that name machines and programs, as they stand. */
  readonly trace: readonly string[];
}

export interface Mailbox {
  readonly name: string | undefined;
  readonly address: string;
}

export interface EmlOptions {
  readonly file?: string;
  /** Larger mails are not taken apart. Unset: 64 MB. */
  readonly mostBytes?: number;
}

export interface EmlOutcome {
  /** `undefined` if this is no mail, or it cannot be taken apart. */
  readonly message: ParsedEml | undefined;
  readonly problems: readonly Problem[];
}

const mostBytes = 64 << 20;
/** As many as the largest mail has whose attachments are in base64. A mail of nothing but lines would take minutes. */
const mostLines = 1_000_000;
const mostAttachments = 500;
const mostMailboxes = 1000;
const limits = { forceRfc822Attachments: true, maxNestingDepth: 40, maxHeadersSize: 1 << 20 } as const;

export async function parseEml(bytes: Uint8Array, options: EmlOptions = {}): Promise<EmlOutcome> {
  const at: Place = options.file === undefined ? {} : { file: options.file };
  const most = options.mostBytes ?? mostBytes;
  if (bytes.length > most) return refused(tooLarge(bytes.length, most), at);
  if (countLines(bytes) > mostLines) return refused(tooManyLines, at);
  const email = await parsed(bytes);
  if ("code" in email) return refused(email, at);
  if (!email.headers.some(({ key }) => mailHeaders.has(key))) return refused(noMail, at);
  const said: Said[] = [];
  const message = messageOf(email, said);
  const charset = unknownCharset(bytes);
  if (charset !== undefined) said.push(strangeCharset(charset));
  const problems = said.map(({ severity = "warning", ...rest }): Problem => ({ ...rest, severity, at }));
  return { message, problems };
}

/** What is wrong; a warning unless it says otherwise. */
type Said = Pick<Problem, "code" | "message" | "hint"> & Partial<Pick<Problem, "severity">>;

function refused(said: Said, at: Place): EmlOutcome {
  return { message: undefined, problems: [{ ...said, severity: "error", at }] };
}

/** Headers of which every mail has at least one. */
const mailHeaders: ReadonlySet<string> = new Set(["from", "date", "received", "message-id", "subject", "to"]);

/** The parser throws for what goes beyond its limits; that is trouble to be told, not a bug. */
async function parsed(bytes: Uint8Array): Promise<Email | Said> {
  try {
    return await PostalMime.parse(withoutMailboxLine(bytes), limits);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : "it cannot be read";
    return {
      code: "eml-broken",
      message: `the mail cannot be taken apart: ${why}`,
      hint: "keep the file; ask the sender for the mail as text",
    };
  }
}

/** A mailbox file begins each mail with a line `From sender date`, which is no header. */
function withoutMailboxLine(bytes: Uint8Array): Uint8Array {
  const starts = [0x46, 0x72, 0x6f, 0x6d, 0x20].every((byte, index) => bytes[index] === byte);
  const end = bytes.indexOf(0x0a);
  return starts && end >= 0 ? bytes.subarray(end + 1) : bytes;
}

function messageOf(email: Email, said: Said[]): ParsedEml {
  const header = (key: string): readonly string[] =>
    email.headers.filter((line) => line.key === key).map(({ value }) => value);
  const text = textOf(email);
  if ([text, email.subject].some((part) => part?.includes("\uFFFD"))) said.push(undecodable);
  return {
    sent: sentAt(header("date"), said),
    received: header("received").flatMap((line) => parseMailDate(line.slice(line.lastIndexOf(";") + 1)) ?? []),
    subject: email.subject,
    text,
    attachments: attachmentsOf(email.attachments, said),
    identity: {
      from: mailboxes(email.from && [email.from]),
      sender: mailboxes(email.sender && [email.sender]),
      replyTo: mailboxes(email.replyTo),
      to: mailboxes(email.to),
      cc: mailboxes(email.cc),
      bcc: mailboxes(email.bcc),
      messageId: email.messageId,
      references: [...header("references"), ...header("in-reply-to")].flatMap(
        (ids) => ids.match(/<[^<>\s]{1,500}>/gu) ?? [],
      ),
      trace: email.headerLines
        .filter(({ key }) => /^(?:received|x-|user-agent|return-path|dkim|arc-|authentication)/u.test(key))
        .map(({ line }) => line),
    },
  };
}

function sentAt(dates: readonly string[], said: Said[]): Interval | undefined {
  const [date] = dates;
  if (date === undefined) {
    said.push({ code: "eml-no-date", severity: "note", message: "the mail does not say when it was sent" });
    return undefined;
  }
  const sent = parseMailDate(date);
  if (sent === undefined)
    said.push({ code: "eml-bad-date", message: `"${date.slice(0, 60)}" is no date that a mail can have` });
  return sent;
}

function mailboxes(addresses: readonly Address[] | undefined): readonly Mailbox[] {
  return (addresses ?? [])
    .flatMap((address) => ("group" in address && address.group ? address.group : [address]))
    .flatMap(({ name, address }) => (address ? [{ name: name || undefined, address }] : []))
    .slice(0, mostMailboxes);
}

function attachmentsOf(attachments: readonly Attachment[], said: Said[]): readonly EmlAttachment[] {
  const taken = new Set<string>();
  if (attachments.length > mostAttachments) said.push(tooMany(attachments.length));
  return attachments.slice(0, mostAttachments).map(({ filename, mimeType, content }, index) => {
    const isMessage = mimeType === "message/rfc822";
    const fallback = isMessage ? `message-${index + 1}.eml` : `attachment-${index + 1}.bin`;
    return {
      name: safeFileName(filename ?? undefined, fallback, taken),
      givenName: filename ?? undefined,
      mediaType: mimeType,
      // Never text: the parser was not asked for an encoding.
      bytes: typeof content === "string" ? new Uint8Array(0) : new Uint8Array(content),
      isMessage,
    };
  });
}

function textOf({ text, html }: Email): string | undefined {
  if (text !== undefined && text.trim() !== "") return text;
  return html === undefined ? text : textOfHtml(html);
}

/** The words of a page, its paragraphs as lines. */
function textOfHtml(html: string): string {
  return withoutElements(html, ["head", "script", "style"])
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^<>]*>/giu, "\n")
    .replace(/<[^<>]*>/gu, "")
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/giu, entityText)
    .replace(/[^\S\n]+/gu, " ")
    .replace(/ ?\n ?/gu, "\n")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}

/** Without these elements and what is in them; one that is not closed goes to the end. */
function withoutElements(html: string, names: readonly string[]): string {
  return names.reduce((rest, name) => {
    const lower = rest.toLowerCase();
    const kept: string[] = [];
    let from = 0;
    for (let start = lower.indexOf(`<${name}`); start >= 0; start = lower.indexOf(`<${name}`, from)) {
      kept.push(rest.slice(from, start));
      const end = lower.indexOf(`</${name}`, start);
      if (end < 0) return kept.join(" ");
      from = end;
    }
    return [...kept, rest.slice(from)].join(" ");
  }, html);
}

const named: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }),
);

function entityText(whole: string, ...[decimal, hex, name]: readonly (string | undefined)[]): string {
  if (name !== undefined) return named.get(name.toLowerCase()) ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Labels of the Encoding Standard, and those that older mail programs write for them. */
const knownCharset =
  /^(?:utf-?(?:8|16(?:le|be)?)|us-ascii|ascii|ansi_x3.*|(?:x-)?(?:cp|windows-|ibm-?)?\d{3,4}|iso[-_]?8859[-_]?\d{1,2}(?:[-_][ei])?|latin\d|koi8-?[ru]|gb(?:k|2312|18030|_.*)|big5(?:-hkscs)?|shift[-_]jis|sjis|euc-(?:jp|kr)|iso-2022-(?:jp|kr|cn).*|ks_c_.*|macintosh|x-mac-.*|tis-620)$/iu;

/** The first charset named in a header that nobody knows: its text was read as Windows-1252, which may be wrong. */
function unknownCharset(bytes: Uint8Array): string | undefined {
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline < 0 ? bytes.length : newline;
    // `Content-Type`, or a line that goes on with it.
    const first = bytes[from]!;
    const mayBe = end - from < 500 && (first === 0x43 || first === 0x63 || first === 0x20 || first === 0x09);
    const line = mayBe ? String.fromCharCode(...bytes.subarray(from, end)) : "";
    const label = /^(?:content-type:|\s).*\bcharset\s*=\s*"?([^";\s]{1,40})/iu.exec(line)?.[1];
    if (label !== undefined && !knownCharset.test(label)) return label;
    from = end + 1;
  }
  return undefined;
}

function strangeCharset(label: string): Said {
  const message = `a part says that it is written in "${label}", which is not known; it was read as Windows-1252`;
  return { code: "eml-unknown-charset", message, hint: "look at the file itself, or ask the sender" };
}

const undecodable: Said = {
  code: "eml-undecodable",
  message: "some letters cannot be read in the encoding that the mail names; they stand as �",
  hint: "look at the file itself, or ask the sender",
};

const noMail: Said = {
  code: "eml-no-headers",
  message: "this is no mail: it has none of the headers that every mail has",
  hint: "save the mail itself (.eml), not a copy of its text",
};

function tooLarge(length: number, most: number): Said {
  const message = `the mail has ${length} bytes, more than ${most}; it was not taken apart`;
  return { code: "eml-too-large", message, hint: "keep the file, and its attachments as files of their own" };
}

const tooManyLines: Said = {
  code: "eml-too-large",
  message: `the mail has more than ${mostLines} lines; it was not taken apart`,
  hint: "keep the file; ask the sender for what is in it as files",
};

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

function tooMany(count: number): Said {
  const message = `the mail has ${count} attachments; only the first ${mostAttachments} were taken out`;
  return { code: "eml-too-many-attachments", message, hint: "the file holds them all" };
}
