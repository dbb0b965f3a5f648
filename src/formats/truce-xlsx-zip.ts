import { Inflate } from "fflate";

/**
 * A zip archive as a spreadsheet is packed in one (ISO/IEC 21320-1), read by its directory. No name in it is ever used as a
 * path. What is taken out counts against a budget, so that a small file cannot unfold to fill the memory.
 */
export interface ZipArchive {
  readonly bytes: Uint8Array;
  /** By name in lower case, without a slash before it: the names of parts do not depend on case (ECMA-376-2, 6.2.2). */
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedLength: number;
  readonly length: number;
  readonly crc: number;
  readonly localHeader: number;
}

/** What is wrong with a spreadsheet; where it stands is added by whoever knows the file. */
export interface XlsxFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** How much may still come out of the archive. */
export interface UnpackBudget {
  left: number;
}

const mostEntries = 4096;
/** Sheets of many equal rows reach 100; a bomb reaches 1,000. */
const highestRatio = 250;
const freeLength = 1 << 20;
const inflatedAtOnce = 1 << 13;

export function isFault(value: object): value is XlsxFault {
  return "code" in value && "hint" in value;
}

export function parseZip(bytes: Uint8Array): ZipArchive | XlsxFault {
  const end = findEnd(bytes);
  if (end === undefined) return damaged("its directory is missing: the file may be cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [count, length, start] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (count === 0xffff || start === 0xffffffff) return unusual("it is packed as zip64, for files above 4 GB");
  if (count > mostEntries) return unusual(`it has ${count} parts`);
  if (start + length > end) return damaged("its directory does not fit");
  const entries = new Map<string, ZipEntry>();
  let at = start;
  for (let i = 0; i < count; i++) {
    const read = at + 46 <= end ? readEntry(view, bytes, at) : undefined;
    if (read === undefined || read.next > end) return damaged("its directory is broken");
    const key = read.entry.name.toLowerCase().replace(/^\/+/u, "");
    if (entries.has(key)) return unusual(`the part ${read.entry.name.slice(0, 60)} is in it twice`);
    entries.set(key, read.entry);
    at = read.next;
  }
  return { bytes, entries };
}

/** The unpacked bytes of a part in pieces; a fault is the last of them. */
export function* unpack(
  { bytes }: ZipArchive,
  entry: ZipEntry,
  budget: UnpackBudget,
): Generator<Uint8Array | XlsxFault, void> {
  const packed = packedBytes(bytes, entry);
  if (!(packed instanceof Uint8Array)) return yield packed;
  let crc = 0xffffffff;
  let length = 0;
  for (const piece of inflate(packed, entry)) {
    if (!(piece instanceof Uint8Array)) return yield piece;
    length += piece.length;
    budget.left -= piece.length;
    if (budget.left < 0 || (length > freeLength && length > entry.packedLength * highestRatio))
      return yield bomb(entry);
    crc = updateCrc(crc, piece);
    yield piece;
  }
  if (length !== entry.length || (crc ^ 0xffffffff) >>> 0 !== entry.crc)
    yield damaged(`the part ${entry.name.slice(0, 60)} does not have the content that its checksum is of`);
}

function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | XlsxFault {
  const { localHeader, packedLength } = entry;
  if (entry.isEncrypted)
    return {
      code: "xlsx-encrypted",
      message: "the file has a password",
      hint: "save it without one, and keep it somewhere safe",
    };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (localHeader + 30 > bytes.length || view.getUint32(localHeader, true) !== 0x04034b50)
    return damaged(`the part ${entry.name.slice(0, 60)} is not where its directory says`);
  const start = localHeader + 30 + view.getUint16(localHeader + 26, true) + view.getUint16(localHeader + 28, true);
  if (start + packedLength > bytes.length) return damaged(`the part ${entry.name.slice(0, 60)} is cut short`);
  return bytes.subarray(start, start + packedLength);
}

function* inflate(packed: Uint8Array, { method, name }: ZipEntry): Generator<Uint8Array | XlsxFault, void> {
  if (method !== 0 && method !== 8)
    return yield unusual(`the part ${name.slice(0, 60)} is packed in a way that spreadsheets do not use`);
  const out: Uint8Array[] = [];
  const inflater = new Inflate((piece) => void out.push(piece));
  for (let from = 0; from === 0 || from < packed.length; from += inflatedAtOnce) {
    const piece = packed.subarray(from, from + inflatedAtOnce);
    if (method === 0) yield piece;
    else {
      try {
        inflater.push(piece, from + inflatedAtOnce >= packed.length);
      } catch {
        return yield damaged(`the part ${name.slice(0, 60)} cannot be unpacked`);
      }
      yield* out.splice(0);
    }
  }
}

/** Where the end record of the directory stands: before a comment of at most 65,535 bytes. */
function findEnd(bytes: Uint8Array): number | undefined {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    const isMark = bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 0x05 && bytes[at + 3] === 0x06;
    if (isMark && at + 22 + (bytes[at + 20] ?? 0) + (bytes[at + 21] ?? 0) * 256 === bytes.length) return at;
  }
  return undefined;
}

function readEntry(view: DataView, bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } | undefined {
  if (view.getUint32(at, true) !== 0x02014b50) return undefined;
  const nameLength = view.getUint16(at + 28, true);
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  // Only names in ASCII are looked for; what other bytes mean is nothing to us.
  const name = Array.from(bytes.subarray(at + 46, at + 46 + nameLength), (byte) => String.fromCharCode(byte)).join("");
  const entry = {
    name,
    method: view.getUint16(at + 10, true),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    packedLength: view.getUint32(at + 20, true),
    length: view.getUint32(at + 24, true),
    crc: view.getUint32(at + 16, true),
    localHeader: view.getUint32(at + 42, true),
  };
  return { entry, next };
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function updateCrc(crc: number, bytes: Uint8Array): number {
  let sum = crc;
  for (const byte of bytes) sum = (sum >>> 8) ^ crcTable[(sum ^ byte) & 0xff]!;
  return sum;
}

function damaged(what: string): XlsxFault {
  return { code: "xlsx-damaged", message: `the spreadsheet is damaged: ${what}`, hint: "get the file again" };
}

function unusual(what: string): XlsxFault {
  return {
    code: "xlsx-unusual",
    message: `the file is no ordinary spreadsheet: ${what}`,
    hint: "open it in a spreadsheet program and save it again as .xlsx",
  };
}

function bomb({ name }: ZipEntry): XlsxFault {
  const message = `the part ${name.slice(0, 60)} unfolds to far more than a table of reports is; it was not read further`;
  return { code: "xlsx-too-much", message, hint: "save the table again as .xlsx or as CSV UTF-8" };
}
