import { describe, expect, it } from "vitest";
import { Refusal } from "../kit/index.ts";
import { reasonOf } from "./reason.ts";

describe("a reason", () => {
  const secret = "Umm Ahmad in Taftanaz";

  it.each([
    [new Refusal("no-such-path", `there is no file ${secret}`, `look for ${secret}`), "no-such-path"],
    [Object.assign(new Error(`insert failed: ${secret}`), { code: "23505" }), "Error 23505"],
    [Object.assign(new TypeError(secret), { code: "ECONNREFUSED" }), "TypeError ECONNREFUSED"],
    [new RangeError(secret), "RangeError"],
    [Object.assign(new Error("x"), { code: secret }), "Error"],
    [secret, "unknown"],
    [undefined, "unknown"],
  ])("tells the kind of trouble and nothing that somebody wrote (%#)", (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
