import * as fc from "fast-check";
import { expect, test } from "vitest";
import "../../test/property-seed.ts";
import { isCarried, whyNotDissent, whyNotSign, type Signing } from "./index.ts";

const proposal: Signing = { proposedBy: "a", signedBy: ["a"], dissenting: [], needed: 2, state: "open" };

test("a proposal is carried by another person's signature, and by nothing that its author does", () => {
  expect(whyNotSign(proposal, "a")).toBe("own-proposal");
  expect(whyNotSign(proposal, "b")).toBeUndefined();
  expect(isCarried(proposal)).toBe(false);
  expect(isCarried({ signedBy: ["a", "a"], needed: 2 })).toBe(false);
  expect(isCarried({ signedBy: ["a", "b"], needed: 2 })).toBe(true);
  expect(isCarried({ signedBy: ["a", "b"], needed: 3 })).toBe(false);
});

test("nobody signs twice, against their own dissent, or what is closed", () => {
  expect(whyNotSign({ ...proposal, needed: 3, signedBy: ["a", "b"] }, "b")).toBe("signed-already");
  expect(whyNotSign({ ...proposal, dissenting: ["b"] }, "b")).toBe("dissented");
  expect(whyNotSign({ ...proposal, state: "carried" }, "b")).toBe("not-open");
  expect(whyNotSign({ ...proposal, state: "withdrawn" }, "b")).toBe("not-open");
});

test("dissent is possible after it was carried, once, and not by who signed", () => {
  const carried: Signing = { ...proposal, signedBy: ["a", "b"], state: "carried" };
  expect(whyNotDissent(carried, "c")).toBeUndefined();
  expect(whyNotDissent(carried, "b")).toBe("signed-already");
  expect(whyNotDissent({ ...carried, dissenting: ["c"] }, "c")).toBe("dissented");
  expect(whyNotDissent({ ...proposal, state: "withdrawn" }, "c")).toBe("not-open");
});

test("whoever signs in whatever order, what is carried has as many people as are needed, at least two", () => {
  const people = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 8 });
  fc.assert(
    fc.property(people, fc.integer({ min: 0, max: 4 }), (signers, needed) => {
      let signing: Signing = { ...proposal, needed };
      for (const person of signers) {
        if (whyNotSign(signing, person) !== undefined) continue;
        const signedBy = [...signing.signedBy, person];
        signing = { ...signing, signedBy, state: isCarried({ signedBy, needed }) ? "carried" : "open" };
      }
      expect(new Set(signing.signedBy).size).toBe(signing.signedBy.length);
      if (signing.state === "carried") expect(signing.signedBy.length).toBe(Math.max(2, needed));
    }),
  );
});
