/**
 * Strict UTF-8 decoding (RFC 3629) without a platform's `TextDecoder`, so that the pure folders can read bytes.
 * Nothing is ever replaced by U+FFFD: a wrong byte is said to be wrong.
 */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  /** `wrongAt` is the index in `bytes` of the first byte that cannot be part of UTF-8 text. */
  | { readonly ok: false; readonly wrongAt: number };

/** Decodes `bytes[from, to)`. */
export function decodeUtf8(bytes: Uint8Array, from = 0, to = bytes.length): Decoded {
  if (isAscii(bytes, from, to)) return { ok: true, text: textOfCodes(bytes.subarray(from, to)) };
  const codes = new Uint16Array(to - from);
  let used = 0;
  for (let at = from; at < to;) {
    const code = codePointAt(bytes, at, to);
    if (code < 0) return { ok: false, wrongAt: at };
    if (code < 0x10000) {
      codes[used++] = code;
    } else {
      codes[used++] = 0xd800 + ((code - 0x10000) >> 10);
      codes[used++] = 0xdc00 + ((code - 0x10000) & 0x3ff);
    }
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return { ok: true, text: textOfCodes(codes.subarray(0, used)) };
}

/** Whether `bytes[from, to)` are ASCII alone, so that offsets in them are offsets in their text. */
export function isAscii(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}

/** The code point that starts at `at`, or -1 if the bytes there are not one. Overlong forms and surrogates are not. */
function codePointAt(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at] ?? -1;
  if (first < 0x80) return first;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > to) return -1;
  let code = first & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < least || code > 0x10ffff || isSurrogate ? -1 : code;
}

/** `String.fromCharCode` takes its codes as arguments, which the stack limits: long text is put together from pieces. */
const longestPiece = 8192;

function textOfCodes(codes: Uint8Array | Uint16Array): string {
  let text = "";
  for (let from = 0; from < codes.length; from += longestPiece) {
    const piece = codes.subarray(from, from + longestPiece);
    text += Reflect.apply(String.fromCharCode, undefined, piece);
  }
  return text;
}
