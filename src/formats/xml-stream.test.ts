import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createXmlScanner, type XmlEvent, type XmlOptions } from "./xml-stream.ts";

const encoder = new TextEncoder();

function scan(xml: string | Uint8Array, { piece = 1 << 20, ...options }: XmlOptions & { piece?: number } = {}) {
  const bytes = typeof xml === "string" ? encoder.encode(xml) : xml;
  const scanner = createXmlScanner(options);
  const events: XmlEvent[] = [];
  for (let from = 0; from < bytes.length && !scanner.refused(); from += piece)
    events.push(...scanner.push(bytes.slice(from, from + piece)));
  return [...events, ...scanner.end()];
}

/** The events in short, with texts put together. */
function said(events: readonly XmlEvent[]): string {
  const words = events.map((event) => {
    if (event.kind === "open") return `<${event.name}>`;
    if (event.kind === "close") return `</${event.name}>`;
    return event.kind === "text" ? event.text : `[${event.problem.code}]`;
  });
  return words.join("");
}

/** The same without texts that nobody can use: how much of one comes before damage depends on the pieces. */
function wholeOf(events: readonly XmlEvent[]): string {
  return said(
    events.filter(
      (event, i) => event.kind !== "text" || events.slice(i).find(({ kind }) => kind !== "text")?.kind !== "damage",
    ),
  );
}

const inItems = { restarts: { item: ["list"] } };

describe("an XML file", () => {
  it("is its elements, attributes and texts, with references resolved and CDATA as text", () => {
    const events = scan('<list a="1 &amp; 2"><!-- no --><item>x &lt;&#x62D;&gt;<![CDATA[<y>]]></item><?no no?></list>');
    expect(said(events)).toBe("<list><item>x <ح><y></item></list>");
    expect(events[0]).toMatchObject({ kind: "open", attributes: { a: "1 & 2" }, line: 1 });
  });

  it("is the same in whatever pieces its bytes come, letters of several bytes cut apart", () => {
    const xml = "\uFEFF<list>\r\n<item>جبهة النصرة 🕊️</item>\n<item/></list>";
    const whole = said(scan(xml));
    for (const piece of [1, 2, 3, 5, 7]) expect(said(scan(xml, { piece }))).toBe(whole);
    expect(whole).toBe("<list>\n<item>جبهة النصرة 🕊️</item>\n<item></item></list>");
  });

  it("says on which line an element begins, also after damage", () => {
    const lines = (events: readonly XmlEvent[]) =>
      events.flatMap((event) => (event.kind === "open" ? [event.line] : []));
    expect(lines(scan("<list>\n\n<item>\n</item><item/></list>"))).toEqual([1, 3, 4]);
    const xml = "<list>\n<item>\n&x;\n</item>\n\n<item>\n</item>\n<item/></list>";
    for (const piece of [1, 4, 1000]) expect(lines(scan(xml, { ...inItems, piece }))).toEqual([1, 2, 6, 8]);
  });

  it("gives attributes that are no one's but its own", () => {
    const [open] = scan('<list __proto__="x"/>');
    expect(open?.kind === "open" && Object.keys(open.attributes)).toEqual(["__proto__"]);
    expect(open?.kind === "open" && open.attributes["toString"]).toBeUndefined();
  });
});

describe("a damaged file", () => {
  it.each([
    ["a reference to nothing", "<list><item>a</item><item>&nbsp;</item><item>b</item></list>"],
    ["a stray &", "<list><item>a</item><item>x & y</item><item>b</item></list>"],
    ["a closing tag of nothing", "<list><item>a</item><item></other></item><item>b</item></list>"],
    ["tags that cross", "<list><item>a</item><item><x></item></x><item>b</item></list>"],
    ["a tag inside a tag", "<list><item>a</item><item <y/></item><item>b</item></list>"],
    ["a control character", "<list><item>a</item><item>\u0001</item><item>b</item></list>"],
  ])("with %s loses what is damaged, says so once, and goes on at the next element", (_, xml) => {
    for (const piece of [1, 3, 1000]) {
      const words = said(scan(xml, { ...inItems, piece }));
      expect(words).toMatch(/^<list><item>a<\/item>.*\[xml-malformed\]<item>b<\/item><\/list>$/u);
    }
  });

  it("that begins with something else loses that, and no element after it", () => {
    for (const piece of [1, 1000])
      expect(said(scan("junk<item>a</item></list>", { ...inItems, piece }))).toMatch(
        /\[xml-malformed\]<item>a<\/item><\/list>$/u,
      );
  });

  it("is read no further if there is no place to begin anew", () => {
    expect(said(scan("<list>&x;<item/></list>"))).toBe("<list>[xml-malformed]");
  });

  it("names the line of the damage", () => {
    const events = scan("<list>\n<item>\n&x;</item></list>", { ...inItems, file: "a.xml" });
    expect(events.find(({ kind }) => kind === "damage")).toMatchObject({
      problem: { code: "xml-malformed", severity: "error", at: { file: "a.xml", line: 3 } },
    });
  });

  it("that is not UTF-8 in one place loses only that", () => {
    const bytes = encoder.encode("<list><item>a</item><item>_</item><item>b</item></list>");
    bytes[bytes.indexOf(0x5f)] = 0xe9;
    for (const piece of [1, 1000])
      expect(said(scan(bytes, { ...inItems, piece }))).toBe(
        "<list><item>a</item><item>[xml-not-utf8]<item>b</item></list>",
      );
  });

  it("that ends in the middle of an element says so", () => {
    expect(said(scan("<list><item>a", inItems))).toMatch(/\[xml-malformed\]$/u);
    const scanner = createXmlScanner(inItems);
    const events = [...scanner.push(encoder.encode("<list><item>a</item>")), ...scanner.end({ cut: true })];
    expect(said(events)).toBe("<list><item>a</item>[xml-cut]");
  });

  it("is given up when too much of it is damaged", () => {
    const events = scan(`<list>${"<item>&x;</item>".repeat(1000)}</list>`, inItems);
    expect(events.filter(({ kind }) => kind === "damage")).toHaveLength(201);
    expect(said(events)).toMatch(/\[xml-too-damaged\]$/u);
  });
});

describe("a hostile file", () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");

  it.each([
    ["entities in entities", `<!DOCTYPE list [<!ENTITY l0 "ha">${laughs}]><list>&l9;</list>`, "xml-doctype"],
    [
      "a file of this machine",
      '<!DOCTYPE list [<!ENTITY x SYSTEM "file:///etc/passwd">]><list>&x;</list>',
      "xml-doctype",
    ],
    ["an address elsewhere", '<!DOCTYPE list SYSTEM "http://example.org/a.dtd"><list/>', "xml-doctype"],
    ["a document type without an end", `<!DOCTYPE list [${"<!ENTITY a 'b'>".repeat(200_000)}`, "xml-too-long"],
    ["elements without an end", "<a>".repeat(1_000_000), "xml-too-deep"],
    ["a text without an end", `<list>${"a".repeat(3_000_000)}`, "xml-too-long"],
    ["a comment without an end", `<list><!--${"a".repeat(3_000_000)}`, "xml-too-long"],
    ["a name without an end", `<${"a".repeat(3_000_000)}`, "xml-too-long"],
    ["an attribute without an end", `<list a="${"a".repeat(3_000_000)}`, "xml-too-long"],
    ["a reference without an end", `<list>&${"a".repeat(3_000_000)}`, "xml-too-long"],
    [
      "attributes without an end",
      `<list ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(" ")}/>`,
      "xml-too-many-attributes",
    ],
    ["another encoding", '<?xml version="1.0" encoding="windows-1256"?><list/>', "xml-encoding"],
  ])("with %s is refused in little time", (_, xml, code) => {
    const started = performance.now();
    const damage = scan(xml, inItems).filter((event) => event.kind === "damage");
    expect(damage.map(({ problem }) => problem.code)).toEqual([code]);
    expect(damage[0]?.problem.message.length).toBeLessThan(200);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it.each([
    ["UTF-16", [0xff, 0xfe, 0x3c, 0x00], "xml-encoding"],
    ["UTF-16 without a mark", [0x00, 0x3c, 0x00, 0x61], "xml-encoding"],
    ["gzip", [0x1f, 0x8b, 8, 0], "xml-not-text"],
    ["zip", [0x50, 0x4b, 3, 4], "xml-not-text"],
  ])("in %s is refused", (_, bytes, code) => {
    expect(said(scan(Uint8Array.from(bytes), inItems))).toBe(`[${code}]`);
  });

  it("of whatever bytes never throws, and every event is within bounds", () => {
    const xmlish = fc
      .array(
        fc.constantFrom(
          "<list>",
          "</list>",
          "<item>",
          "</item>",
          "<item",
          ">",
          "&",
          "&amp;",
          "]]>",
          "<![CDATA[",
          "<!--",
          "-->",
          "<?x",
          "?>",
          "حلب",
          "\r",
          '"',
          "<a b='",
          "\u0000",
          "<!DOCTYPE",
        ),
        { maxLength: 40 },
      )
      .map((parts) => encoder.encode(parts.join("")));
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 200 }), xmlish),
        fc.integer({ min: 1, max: 50 }),
        (bytes, piece) => {
          expect(wholeOf(scan(bytes, { ...inItems, piece }))).toBe(wholeOf(scan(bytes, inItems)));
          scan(bytes, { piece });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("of a megabyte of noise is read in little time", () => {
    const noise = new Uint8Array(1 << 20);
    let state = 1;
    for (let i = 0; i < noise.length; i++) noise[i] = (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16;
    const started = performance.now();
    scan(noise, inItems);
    scan(new Uint8Array(1 << 20).fill(0x3c), inItems);
    scan(encoder.encode("<item".repeat(200_000)), inItems);
    scan(encoder.encode("<item>&".repeat(150_000)), inItems);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
