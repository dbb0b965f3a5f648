import { strToU8 } from "fflate";
import type { Mailbox } from "./eml.ts";

/** A mail to be written. Nothing of it is left out: what a mail cannot hold is refused. */
export interface EmlToWrite {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc?: readonly Mailbox[];
  readonly replyTo?: readonly Mailbox[];
  readonly subject: string;
  /** Lines may end in LF or CRLF. */
  readonly text: string;
  /** Milliseconds since 1970 UTC; a mail tells it to the second. */
  readonly sent: number;
  /** With its angle brackets: `<id@host>`. */
  readonly messageId?: string;
  /** Ids of the mails that it answers, the last one last. */
  readonly references?: readonly string[];
  readonly attachments?: readonly EmlFile[];
}

export interface EmlFile {
  readonly name: string;
  /** `image/jpeg`. A mail in the mail is written as plain bytes, because base64 is not allowed for it (RFC 2046, 5.2.1). */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * A mail as bytes (RFC 5322; MIME, RFC 2045–2047, 2231), in ASCII whatever it says: every mail program and every server on
 * the way takes it, and `parseEml` reads it back as it was.
 * @throws RangeError for an address, an id or a kind of file that is none, so that nothing in them becomes a line of its own.
 */
export function formatEml(mail: EmlToWrite): Uint8Array {
  const { text, attachments = [] } = mail;
  const words = ["Content-Type: text/plain; charset=utf-8", ...inBase64(strToU8(text.replace(/\r?\n/gu, "\r\n")))];
  const body =
    attachments.length === 0
      ? words
      : [
          `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
          "",
          ...[words, ...attachments.map(fileLines)].flatMap((part) => [`--${BOUNDARY}`, ...part]),
          `--${BOUNDARY}--`,
        ];
  return strToU8(`${[...headerLines(mail), "MIME-Version: 1.0", ...body].join("\r\n")}\r\n`);
}

/** Stands in no part: those are in base64, which has neither `=_` nor `--`. */
const BOUNDARY = "=_part_of_the_mail";

function headerLines({
  from,
  to,
  cc = [],
  replyTo = [],
  subject,
  sent,
  messageId,
  references = [],
}: EmlToWrite): string[] {
  const several = (name: string, boxes: readonly Mailbox[]): string[] =>
    boxes.length === 0 ? [] : [`${name}: ${boxes.map(mailboxWords).join(",\r\n ")}`];
  const ids = references.map(checkedId);
  return [
    `Date: ${dateWords(sent)}`,
    `From: ${mailboxWords(from)}`,
    ...several("Reply-To", replyTo),
    ...several("To", to),
    ...several("Cc", cc),
    ...(messageId === undefined ? [] : [`Message-ID: ${checkedId(messageId)}`]),
    ...(ids.length === 0 ? [] : [`In-Reply-To: ${ids.at(-1)!}`, `References: ${ids.join("\r\n ")}`]),
    `Subject: ${headerWords(subject)}`,
  ];
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** In UTC: the sender's zone would say where they are. */
function dateWords(instant: number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) throw new RangeError("a mail needs the moment when it is sent");
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = `${DAYS[date.getUTCDay()]!}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]!} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** Dot-atoms of ASCII on both sides (RFC 5322, 3.4.1): what others there are, no server here would take. */
const ADDRESS = /^[\w!#$%&'*+/=?^`{|}~.-]+@[a-z\d](?:[a-z\d.-]*[a-z\d])?$/iu;

function mailboxWords({ name, address }: Mailbox): string {
  if (!ADDRESS.test(address) || address.length > 320) throw new RangeError("an address of the mail is none");
  return name === undefined || name === "" ? `<${address}>` : `${headerWords(name)}\r\n <${address}>`;
}

function checkedId(id: string): string {
  if (/^<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>$/u.test(id)) return id;
  throw new RangeError("an id of a mail is written <id@host>");
}

/** Bytes of text in one encoded word: a line with one may have 76 letters, with the name of the header (RFC 2047, 2). */
const BYTES_A_WORD = 39;

/** Plain where that is safe, else in encoded words, none of which breaks a letter in two. */
function headerWords(text: string): string {
  if (/^[\w .-]{1,60}$/u.test(text) && !/^ | $| {2}/u.test(text)) return text;
  const words: string[] = [];
  let word: number[] = [];
  for (const letter of text.match(/./gsu) ?? []) {
    const bytes = strToU8(letter);
    if (word.length + bytes.length > BYTES_A_WORD) words.push(base64(Uint8Array.from(word)));
    word = word.length + bytes.length > BYTES_A_WORD ? [...bytes] : [...word, ...bytes];
  }
  if (word.length > 0) words.push(base64(Uint8Array.from(word)));
  return words.map((one) => `=?utf-8?B?${one}?=`).join("\r\n ");
}

function fileLines({ name, mediaType, bytes }: EmlFile): readonly string[] {
  if (!/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/u.test(mediaType))
    throw new RangeError("a kind of file is written type/subtype");
  const kind = /^(?:message|multipart)\//iu.test(mediaType) ? "application/octet-stream" : mediaType;
  return [
    `Content-Type: ${kind}`,
    `Content-Disposition: attachment${parameterWords("filename", name)}`,
    ...inBase64(bytes),
  ];
}

/** A parameter in percent-encoded UTF-8, in pieces that fit on lines (RFC 2231, 3 and 4). */
function parameterWords(key: string, text: string): string {
  const letters = Array.from(strToU8(text), (byte) =>
    PLAIN.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  );
  const pieces: string[] = [];
  for (let i = 0; i < letters.length; i += LETTERS_A_PIECE) pieces.push(letters.slice(i, i + LETTERS_A_PIECE).join(""));
  return pieces.map((piece, i) => `;\r\n ${key}*${i}*=${i === 0 ? "utf-8''" : ""}${piece}`).join("");
}

const PLAIN = /[\w.-]/u;
const LETTERS_A_PIECE = 18;

const LINE = 76;

function inBase64(bytes: Uint8Array): readonly string[] {
  return ["Content-Transfer-Encoding: base64", "", ...(base64(bytes).match(new RegExp(`.{1,${LINE}}`, "gu")) ?? [])];
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648, section 4; the pure folders have no platform's own. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const bits = (a! << 16) | (b << 8) | c;
    const left = bytes.length - i;
    text += DIGITS[bits >> 18]! + DIGITS[(bits >> 12) & 63]!;
    text += left > 1 ? DIGITS[(bits >> 6) & 63]! : "=";
    text += left > 2 ? DIGITS[bits & 63]! : "=";
  }
  return text;
}
