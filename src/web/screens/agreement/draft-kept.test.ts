import { describe, expect, it } from "vitest";
import { forgetDraft, keepDraft, keptDraft } from "./draft-kept.ts";

function tab(room = Number.POSITIVE_INFINITY): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
  };
}

describe("a draft that is not saved", () => {
  it("stays in the tab with the text that it started from, for each agreement its own", () => {
    const storage = tab();
    expect(keepDraft("a", { text: "# عنوان\n", base: "abc" }, storage)).toBe(true);
    expect(keptDraft("a", storage)).toEqual({ text: "# عنوان\n", base: "abc" });
    expect(keptDraft("b", storage)).toBeUndefined();
  });

  it("is gone once it is forgotten", () => {
    const storage = tab();
    keepDraft("a", { text: "x", base: "abc" }, storage);
    forgetDraft("a", storage);
    expect(keptDraft("a", storage)).toBeUndefined();
  });

  it("says so where there is no room for it", () => {
    expect(keepDraft("a", { text: "x".repeat(100), base: "abc" }, tab(50))).toBe(false);
  });

  it("is not made of what something else left there", () => {
    const storage = tab();
    for (const left of ["{", "null", "[]", '{"text":1,"base":"x"}']) {
      storage.setItem("truce.draft.a", left);
      expect(keptDraft("a", storage)).toBeUndefined();
    }
  });
});
