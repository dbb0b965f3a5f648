import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8 } from "../kit/index.ts";
import { formatEml, type EmlToWrite } from "./eml-write.ts";
import { parseEml } from "./eml.ts";

const SENT = Date.UTC(2016, 1, 27, 0, 0, 1);
const DESK = { name: undefined, address: "desk@mission.example" };
const plain: EmlToWrite = { from: DESK, to: [DESK], subject: "x", text: "y", sent: SENT };

async function readBack(mail: EmlToWrite) {
  const { message, problems } = await parseEml(formatEml(mail));
  expect(problems).toEqual([]);
  return message!;
}

const letters = fc.constantFrom(
  ..."aZ9 ._-(),:;<>@[]\"\\'=?_\t".split(""),
  "é",
  "ا",
  "ل",
  "ة",
  "ش",
  "٣",
  "\u200f",
  "漢",
  "👩",
);
/** Readers take the space around header text away, and more than one within. */
const headerText = fc
  .array(letters, { maxLength: 120 })
  .map((all) => all.join("").replace(/\s+/gu, " ").trim())
  .filter((text) => text !== "");
const words = fc
  .array(fc.oneof(letters, fc.constant("\n")), { minLength: 1, maxLength: 300 })
  .map((all) => all.join(""));
const address = fc.constantFrom("a@b.example", "first.last+tag@sub.host.example", "o'neill@x-y.example");
const mailbox = fc.record({ name: fc.option(headerText, { nil: undefined }), address });
const file = fc.record({
  name: fc
    .stringMatching(/^[\w\u0621-\u064a -]{1,60}\.jpg$/u)
    .filter((name) => name.trim() === name && !/ {2}/u.test(name)),
  mediaType: fc.constantFrom("image/jpeg", "application/pdf", "application/vnd.oasis.opendocument.text"),
  bytes: fc.uint8Array({ maxLength: 400 }),
});

describe("a mail that is written", () => {
  it("is read as it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          from: mailbox,
          to: fc.array(mailbox, { minLength: 1, maxLength: 4 }),
          cc: fc.array(mailbox, { maxLength: 2 }),
          replyTo: fc.array(mailbox, { maxLength: 2 }),
          subject: headerText,
          text: words,
          sent: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
          messageId: fc.constant("<m1@mission.example>"),
          references: fc.uniqueArray(fc.constantFrom("<r1@a.example>", "<r2@b.example>")),
          attachments: fc.array(file, { maxLength: 3 }),
        }),
        async (mail) => {
          const message = await readBack(mail);
          expect(message.sent?.earliest).toBe(mail.sent);
          expect(message.subject).toBe(mail.subject);
          // A mail ends its last line.
          expect(message.text?.replace(/\r?\n/gu, "\n").replace(/\n+$/u, "") ?? "").toBe(
            mail.text.replace(/\n+$/u, ""),
          );
          expect(message.identity).toMatchObject({
            from: [mail.from],
            to: mail.to,
            cc: mail.cc,
            replyTo: mail.replyTo,
          });
          expect(message.identity.messageId).toBe(mail.messageId);
          expect(new Set(message.identity.references)).toEqual(new Set(mail.references));
          expect(
            message.attachments.map(({ givenName, mediaType, bytes }) => ({
              name: givenName,
              mediaType,
              bytes: [...bytes],
            })),
          ).toEqual(mail.attachments.map((one) => ({ ...one, bytes: [...one.bytes] })));
        },
      ),
    );
  });

  it("is lines of ASCII that every server takes, whatever is in it", () => {
    const subject = "خرق ".repeat(80);
    const attachments = [{ name: `${"صورة".repeat(30)}.jpg`, mediaType: "image/jpeg", bytes: new Uint8Array(500) }];
    const decoded = decodeUtf8(
      formatEml({ ...plain, from: { name: subject, address: DESK.address }, subject, attachments }),
    );
    const lines = decoded.ok ? decoded.text.split("\r\n") : [];
    expect(lines.every((line) => /^[\x20-\x7e]{0,76}$/u.test(line))).toBe(true);
    expect(lines.at(-1)).toBe("");
  });

  it("has no line that anybody put into a name or a subject", async () => {
    const injected = "x\r\nBcc: all@party.example\r\n\r\nbody";
    const mail = { ...plain, subject: injected, from: { name: injected, address: DESK.address } };
    const message = await readBack({
      ...mail,
      attachments: [{ name: injected, mediaType: "text/plain", bytes: new Uint8Array() }],
    });
    expect(message.identity.bcc).toEqual([]);
    expect(message.text?.trim()).toBe("y");
  });

  it.each([
    ["an address", { to: [{ name: undefined, address: "a@b.example>, <c@d.example" }] }],
    ["an address with a line in it", { from: { name: undefined, address: "a@b.example\r\nBcc: c@d.example" } }],
    ["an id", { messageId: "<a>\r\nX: y" }],
    ["a kind of file", { attachments: [{ name: "a", mediaType: "image/jpeg\r\nX: y", bytes: new Uint8Array() }] }],
    ["a moment", { sent: Number.NaN }],
  ])("is refused with %s that is none", (_, wrong) => {
    expect(() => formatEml({ ...plain, ...wrong })).toThrow(RangeError);
  });
});
