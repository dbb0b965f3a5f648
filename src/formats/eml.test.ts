import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, damaged } from "../../test/formats/reading.ts";
import { parseMailDate } from "./eml-dates.ts";
import { parseEml, type EmlOutcome, type ParsedEml } from "./eml.ts";

function parse(text: string | Uint8Array, mostBytes?: number): Promise<EmlOutcome> {
  const bytes = typeof text === "string" ? bytesOf(text.replaceAll(/\r?\n/gu, "\r\n")) : text;
  return parseEml(bytes, { file: "x.eml", ...(mostBytes === undefined ? {} : { mostBytes }) });
}

async function messageOf(text: string): Promise<ParsedEml> {
  const { message } = await parse(text);
  if (message === undefined) throw new Error("no message");
  return message;
}

const codesOf = ({ problems }: EmlOutcome): string[] => problems.map(({ code }) => code);

/** Invented, like everybody in it. */
const mail = `Received: from gate.example (203.0.113.7) by mx.example; Sun, 10 Mar 2024 20:06:40 +0000
Received: from field.example by gate.example; Sun, 10 Mar 2024 23:06:00 +0300
From: =?UTF-8?B?2YHYsdmK2YIgMw==?= <team3@example.org>
To: Desk: desk@example.org, "Second, Desk" <second@example.org>;
Cc: office@example.org
Message-ID: <a1@example.org>
In-Reply-To: <a0@example.org>
Subject: =?utf-8?q?Shots_at_the_ford?=
Date: Sun, 10 Mar 2024 23:05:00 +0300 (EAT)
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="B"

--B
Content-Type: text/plain; charset=windows-1256
Content-Transfer-Encoding: 8bit

Two bursts.
--B
Content-Type: image/jpeg; name="../../ford.jpg"
Content-Disposition: attachment; filename="../../ford.jpg"
Content-Transfer-Encoding: base64

/9j/4AAQ
--B
Content-Type: message/rfc822

From: elder@example.org
Subject: inner

Inner words.
--B--
`;

describe("a mail", () => {
  it("says when it was sent and received, what it is about and what it says", async () => {
    const { message, problems } = await parse(mail);
    expect(problems).toEqual([]);
    const sent = Date.UTC(2024, 2, 10, 20, 5);
    expect(message).toMatchObject({ sent: { earliest: sent, latest: sent + 1000 }, subject: "Shots at the ford" });
    expect(message?.received.map(({ earliest }) => (earliest - sent) / 1000)).toEqual([100, 60]);
    expect(message?.text?.trim()).toBe("Two bursts.");
  });

  it("keeps who wrote to whom, and over which machines, in a compartment of its own", async () => {
    const { identity, ...rest } = await messageOf(mail);
    expect(identity.from).toEqual([{ name: "فريق 3", address: "team3@example.org" }]);
    expect(identity.to.map(({ address }) => address)).toEqual(["desk@example.org", "second@example.org"]);
    expect(identity).toMatchObject({ messageId: "<a1@example.org>", references: ["<a0@example.org>"] });
    expect(identity.trace).toHaveLength(2);
    const outside = JSON.stringify({ ...rest, attachments: rest.attachments.map(({ name }) => name) });
    expect(outside).not.toMatch(/example\.org|203\.0\.113|فريق/u);
  });

  it("has attachments with names that lead nowhere, and the mails in it whole", async () => {
    const { attachments } = await messageOf(mail);
    expect(
      attachments.map(({ name, givenName, mediaType, isMessage }) => [name, givenName, mediaType, isMessage]),
    ).toEqual([
      ["ford.jpg", "../../ford.jpg", "image/jpeg", false],
      ["message-2.eml", undefined, "message/rfc822", true],
    ]);
    expect([...attachments[0]!.bytes]).toEqual([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]);
    const inner = await parseEml(attachments[1]!.bytes);
    expect(inner.message).toMatchObject({ subject: "inner", text: expect.stringContaining("Inner words.") as unknown });
  });

  it("may have a page instead of text, of which the words are taken", async () => {
    const html = `From: a@b.c
Content-Type: text/html; charset=utf-8

<html><head><title>no</title></head><style>p{}</style><p>One &amp; two<br>three&#1580;</p><script>evil("<p>")</script></html>`;
    expect((await messageOf(html)).text).toBe("One & two\nthreeج");
  });

  it.each([
    ["", "eml-no-headers"],
    ["Dear all,\n\nwe heard shots.\n", "eml-no-headers"],
    [`From: a@b.c\nDate: soon\n\nx`, "eml-bad-date"],
    [`From: a@b.c\n\nx`, "eml-no-date"],
    [`From: a@b.c\nDate: 1 Jan 2024 00:00 Z\nContent-Type: text/plain; charset="x-nobody"\n\nx`, "eml-unknown-charset"],
  ])("that is %j is said to be what it is", async (text, code) => {
    expect(codesOf(await parse(text))).toEqual([code]);
  });

  it("in a wrong encoding is read as far as it can be, and that is said", async () => {
    const outcome = await parse(
      Uint8Array.from([
        ...bytesOf("From: a@b.c\nDate: 1 Jan 2024 00:00 Z\nContent-Type: text/plain; charset=utf-8\n\nab"),
        0xe9,
        0x20,
      ]),
    );
    expect(codesOf(outcome)).toEqual(["eml-undecodable"]);
    expect(outcome.message?.text).toContain("ab\uFFFD");
  });

  it("that is too large, nested too deeply or without end in its headers is refused", async () => {
    const deep =
      `From: a@b.c\n` +
      Array.from({ length: 300 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`).join("");
    expect(codesOf(await parse(deep))).toEqual(["eml-broken"]);
    expect(codesOf(await parse(`From: a@b.c\nX: ${"y".repeat(3_000_000)}\n\nx`))).toEqual(["eml-broken"]);
    expect(codesOf(await parse(bytesOf(`From: a@b.c\n${"\n".repeat(1_000_000)}`)))).toEqual(["eml-too-large"]);
    expect(codesOf(await parse(mail, 100))).toEqual(["eml-too-large"]);
  });

  it("of any bytes, or damaged anywhere, is a message or a located problem", async () => {
    const damage = fc.record({ at: fc.nat(), remove: fc.nat({ max: 60 }), insert: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { minLength: 1, maxLength: 5 }),
        fc.uint8Array({ maxLength: 2000 }),
        async (damages, noise) => {
          for (const bytes of [
            damaged(bytesOf(mail), damages),
            noise,
            Uint8Array.from([...bytesOf("From: "), ...noise]),
          ]) {
            const { message, problems } = await parse(bytes);
            expect(message === undefined).toBe(problems.some(({ severity }) => severity === "error"));
            for (const { at } of problems) expect(at.file).toBe("x.eml");
            for (const { name } of message?.attachments ?? []) expect(name).toMatch(/^[^./\\][^/\\]*$/u);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("costs time in proportion to its size, whatever is repeated in it", async () => {
    const started = performance.now();
    for (const piece of ["<script ", "<", "--B\n", "=?utf-8?q?a?= ", "a@b.c, ", "&#1;", "(", "\n "]) {
      await parse(`From: a@b.c\nContent-Type: text/html\n\n${piece.repeat(150_000 / piece.length)}`);
      await parse(`From: a@b.c\nTo: ${piece.repeat(150_000 / piece.length)}\n\nx`);
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it.each([
    ["a\u202Egpj.exe", "agpj.exe"],
    ["C:\\Users\\me\\a.txt", "a.txt"],
    ["..", "attachment-1.bin"],
    [".htaccess", "htaccess"],
    ["nul.txt", "_nul.txt"],
    ["صورة ١.jpg", "صورة ١.jpg"],
    [`${"x".repeat(300)}.jpg`, `${"x".repeat(116)}.jpg`],
  ])("never keeps an attachment as %j", async (given, kept) => {
    const encoded = `=?utf-8?B?${Buffer.from(given).toString("base64")}?=`;
    const part = `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="${encoded}"\n\nx`;
    const both = `From: a@b.c\nContent-Type: multipart/mixed; boundary=B\n\n--B\n${part}\n--B\n${part}\n--B--\n`;
    const { attachments } = await messageOf(both);
    expect(attachments[0]?.name).toBe(kept);
    expect(new Set(attachments.map(({ name }) => name)).size).toBe(2);
  });
});

describe("the date of a mail", () => {
  it.each([
    ["Sun, 10 Mar 2024 23:05:00 +0300", Date.UTC(2024, 2, 10, 20, 5)],
    ["10 Mar 24 20:05 GMT", Date.UTC(2024, 2, 10, 20, 5)],
    ["Sun, 10 March 2024 15:05:00 EST", Date.UTC(2024, 2, 10, 20, 5)],
    ["Sun, 10 Mar 2024 20:05:00 -0000 (nowhere)", Date.UTC(2024, 2, 10, 20, 5)],
  ])("%s is a second", (text, instant) => {
    expect(parseMailDate(text)).toEqual({ earliest: instant, latest: instant + 1000 });
  });

  it("without a zone is as wide as all zones, and what is none is none", () => {
    const { earliest, latest } = parseMailDate("10 Mar 2024 23:05")!;
    expect((latest - earliest) / 3_600_000).toBeCloseTo(26);
    for (const text of ["", "soon", "31 Feb 2024 00:00", "10 Mar 2024 25:00 Z", "2024-03-10T23:05:00Z"])
      expect(parseMailDate(text)).toBeUndefined();
  });
});
