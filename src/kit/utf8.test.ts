import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8 } from "./utf8.ts";

const encoder = new TextEncoder();
const loose = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

describe("decodeUtf8", () => {
  it("gives back any text that was encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
        const wellFormed = loose.decode(encoder.encode(text));
        expect(decodeUtf8(encoder.encode(wellFormed))).toEqual({ ok: true, text: wellFormed });
      }),
    );
    const long = "حلب, 停火, 🕊️, café ".repeat(5000);
    expect(decodeUtf8(encoder.encode(long))).toEqual({ ok: true, text: long });
  });

  it("accepts exactly the bytes that the platform's strict decoder accepts", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 6 });
    const nearlyText = fc.array(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xa0, 0xef, 0xf0, 0x90, 0xf4),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          nearlyText.map((values) => Uint8Array.from(values)),
        ),
        (input) => {
          const decoded = decodeUtf8(input);
          if (decoded.ok) expect(decoded.text).toBe(strict.decode(input));
          else expect(() => strict.decode(input)).toThrow(TypeError);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("says where the first wrong byte is", () => {
    expect(decodeUtf8(Uint8Array.of(0x41, 0xc3, 0xa9, 0xe9, 0x41))).toEqual({ ok: false, wrongAt: 3 });
  });
});
