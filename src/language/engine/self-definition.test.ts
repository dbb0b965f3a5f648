import { describe, expect, it } from "vitest";
import { checkAgreement, compileAgreement, parseAgreement } from "../index.ts";

const FRONT = "---\ntruce: 1\nid: example\ntitle: Example\nzone: UTC\n---\n";

/** A text whose last lines define something by itself. */
const TEXTS = {
  "a phase that is entered during itself": `phase p "P" from 2016-01-01 enters when during p\nrule r\n  who a\n  must not attack\n  during p`,
  "two phases that are entered during each other": `phase p "P" from 2016-01-01 enters when during q\nphase q "Q" from 2016-01-01 enters when during p\nrule r\n  who a\n  must not attack\n  during p`,
  "being bound while one is bound": `rule r\n  who a\n  must not attack\nstatement s\n  by a on 2016-01-01 kind condition\n  binds a while actor bound`,
  "a table whose row asks its own width": `line l "L" fixed\ntable t pick one\n  | beyond t from l | 5 km |\nrule r\n  who a\n  must keep beyond t from l`,
};

describe("a text that defines a thing by itself", () => {
  it.each(Object.entries(TEXTS))("is compiled without an overflow, and %s is an error", (_, block) => {
    const text = `${FRONT}\n\`\`\`truce\nuse common\nparty a "A"\n${block}\n\`\`\`\n`;
    const { agreement } = parseAgreement(text);
    expect(compileAgreement(agreement).problems.map(({ code }) => code)).toContain("cannot-evaluate");
    expect(checkAgreement(agreement, { text }).some(({ severity }) => severity === "error")).toBe(true);
  });
});
