import { describe, expect, it } from "vitest";
import { compileAgreement, parseAgreement, type Account, type Dimension } from "../language/index.ts";
import { sayCell } from "./sentences.ts";

const TEXT = `---
truce: 1
id: x
title: X
zone: UTC
---

\`\`\`truce
use common
party sar "Government"
fact threat "Was there a threat?"
fact proportionate "Was it proportionate?"
list terrorist
  names daesh

rule cease-attacks
  who any bound
  must not attack
  outside listed: target in terrorist
  unless self-defence: threat and proportionate
\`\`\`
`;

const program = compileAgreement(parseAgreement(TEXT).agreement);

/** The finding in sentences on an account of which these facts are known, one scenario for each of them. */
function said(...known: readonly Readonly<Record<string, boolean>>[]): readonly string[] {
  const dimension: Dimension = {
    id: "who",
    question: "Who was it?",
    options: known.map((_, i) => `it was group ${i + 1}`),
  };
  const account: Account = {
    id: "one",
    dimensions: known.length > 1 ? [dimension] : [],
    scenarios: known.map((facts, i) => {
      const states = program.atoms.map(({ key }) => (facts[key] === undefined ? 0 : facts[key] ? 1 : 2));
      const part = { label: "one", actor: "a", target: "b", states: Uint8Array.from(states) };
      return { choice: known.length > 1 ? [i] : [], parts: [part] };
    }),
  };
  return sayCell(program.judge("cease-attacks", "text", account), program);
}

const attack = { "act is attack": true, "actor bound": true };

describe("a finding that cannot be decided", () => {
  it("says of each verdict that is possible one way in which it would be that", () => {
    expect(said(attack)).toContain(
      "  It would be a breach if not (target in terrorist) and not (threat); permitted under this text if not (target in terrorist), threat and proportionate; outside this text if target in terrorist.",
    );
  });

  it("says once what is the same in all of these ways", () => {
    const open = { ...attack, "target in terrorist": false };
    expect(said(open, { ...open, "actor bound": false }).find((line) => line.includes("Say"))).toBeUndefined();
    expect(said(open, { ...open, threat: true }).find((line) => line.startsWith("  Say"))).toBe(
      "  Say it was group 1: it would be a breach if not (threat); permitted under this text if threat and proportionate.",
    );
  });
});

describe("a finding that is decided", () => {
  it("says no other way", () => {
    expect(said({ ...attack, "target in terrorist": true }).join("\n")).not.toContain("would be");
  });
});
