/** One part of a multipart/form-data body (RFC 7578), its bytes as they came. */
export interface Part {
  /** Of the field of the form. */
  readonly name: string;
  /** As the sender wrote it: never a path. */
  readonly fileName: string | undefined;
  /** Blank if none is given, or none that can be one. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const MOST_PARTS = 100;
const LONGEST_HEAD = 4096;

/** The boundary that a content-type names (RFC 2046, section 5.1.1). */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:[^"]*;)?\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/iu.exec(contentType) ?? [];
  return quoted ?? plain;
}

/** The parts of a body; `undefined` if it is not such a body, or cut short. In linear time. */
export function parseMultipart(body: Buffer, boundary: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  const mark = Buffer.from(`--${boundary}`, "latin1");
  // The first mark may be at the very beginning, every other one stands on a line of its own.
  let at = body.subarray(0, mark.length).equals(mark) ? 0 : lineOf(body, mark, 0);
  for (;;) {
    if (at === undefined) return undefined;
    const after = at + mark.length;
    if (body.subarray(after, after + 2).toString("latin1") === "--") return parts;
    if (parts.length === MOST_PARTS) return undefined;
    const headStart = body.indexOf("\r\n", after, "latin1");
    const headEnd = headStart < 0 ? -1 : body.indexOf("\r\n\r\n", headStart, "latin1");
    if (headStart < 0 || headEnd < 0 || headEnd - headStart > LONGEST_HEAD) return undefined;
    const next = lineOf(body, mark, headEnd + 2);
    if (next === undefined) return undefined;
    const part = partOf(body.subarray(headStart, headEnd).toString("utf8"), body.subarray(headEnd + 4, next - 2));
    if (!part) return undefined;
    parts.push(part);
    at = next;
  }
}

/** Where the next mark begins that follows the end of a line. */
function lineOf(body: Buffer, mark: Buffer, from: number): number | undefined {
  const found = body.indexOf(Buffer.concat([Buffer.from("\r\n"), mark]), from);
  return found < 0 ? undefined : found + 2;
}

function partOf(head: string, bytes: Uint8Array): Part | undefined {
  const disposition = fieldOf(head, "content-disposition");
  const name = disposition === undefined ? undefined : parameterOf(disposition, "name");
  if (name === undefined) return undefined;
  const type = /^[\w.+-]{1,60}\/[\w.+-]{1,60}/u.exec(fieldOf(head, "content-type") ?? "")?.[0] ?? "";
  return { name, fileName: parameterOf(disposition!, "filename"), mediaType: type.toLowerCase(), bytes };
}

function fieldOf(head: string, name: string): string | undefined {
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return undefined;
}

/** Browsers write a quote in a name as %22. */
function parameterOf(disposition: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^\\s;"]+))`, "iu").exec(disposition) ?? [];
  return (quoted ?? plain)?.replaceAll("%22", '"').replaceAll("%0D", " ").replaceAll("%0A", " ");
}
