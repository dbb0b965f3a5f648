import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldName } from "./fold.ts";
import { queryWords, searchWords, soundOf } from "./search-words.ts";

/** As the database does it: each word of the query, or its beginning, or its sound. */
function finds(query: string, words: string): boolean {
  const kept = words.split(" ");
  return queryWords(query).every((forms) =>
    forms.some((form) => kept.some((word) => (form.startsWith("~") ? word === form : word.startsWith(form)))),
  );
}

const bothWays = (a: string, b: string): boolean =>
  finds(a, searchWords({ names: [b] })) && finds(b, searchWords({ names: [a] }));

describe("searching", () => {
  test.each([
    ["hamza on and under alif", "أحمد إدلب", "احمد ادلب"],
    ["hamza on waw and ya", "مؤمن قائد", "مومن قايد"],
    ["hamza alone", "سماء", "سما"],
    ["madda", "آمنة", "امنة"],
    ["taa marbuta", "القنيطرة", "القنيطره"],
    ["alif maqsura", "موسى", "موسي"],
    ["alif wasla", "ٱلرقة", "الرقة"],
    ["tatweel", "حـــلب", "حلب"],
    ["short vowels, shadda and sukun", "حِمْصُ الدَّوْلَةِ", "حمص الدولة"],
    ["dagger alif", "هٰذا", "هذا"],
    ["presentation forms", "ﺣﻠﺐ", "حلب"],
    ["Eastern digits of Arabic", "لواء ٣١", "لواء 31"],
    ["Eastern digits of Persian", "تیپ ۶۵", "تیپ 65"],
    ["the article", "الرستن", "رستن"],
    ["marks of direction", "\u202bداريا\u202c", "داريا"],
    ["case and accents", "Deir ez-Zôr", "deir EZ zor"],
    ["apostrophes of every kind", "Da’ra Ma'arra Sa`sa ʿAyn", "Dara Maarra Sasa Ayn"],
    ["hyphens and spaces", "Jabhat-al-Nusra", "Jabhat al Nusra"],
    ["the article of a transliteration", "al-Bab", "Bab"],
  ])("makes no difference of %s", (_, one, other) => {
    expect(bothWays(one, other)).toBe(true);
  });

  test.each([
    ["Jaysh al-Islam", "Jaish al Islam", "جيش الإسلام"],
    ["Ahrar al-Sham", "Ahrar ash-Sham", "أحرار الشام"],
    ["Rastan", "ar-Rastan", "الرستن"],
    ["Idlib", "Edleb", "إدلب"],
    ["Qamishli", "Kamishly", "القامشلي"],
    ["Homs", "Hims", "حمص"],
    ["Khan Shaykhun", "Khan Sheikhoun", "خان شيخون"],
    ["Ghouta", "Ghuta", "الغوطة"],
    ["Jabhat an-Nusra", "Jabhat al-Nusrah", "جبهة النصرة"],
  ])("finds %s, %s and %s by each other", (...names) => {
    for (const one of names) for (const other of names) if (!bothWays(one, other)) expect([one, other]).toBe("found");
  });

  test.each([
    ["Homs", "Hama"],
    ["Aleppo", "Palmyra"],
    ["جيش الإسلام", "جيش الفتح"],
    ["Liwa al-Quds", "Liwa al-Tawhid"],
  ])("does not take %s for %s", (one, other) => {
    expect(finds(one, searchWords({ names: [other] }))).toBe(false);
  });

  test("finds a word by its beginning, and all words of a query or nothing", () => {
    const words = searchWords({ texts: ["Mortar shells hit the bakery"] });
    expect(finds("mort bak", words)).toBe(true);
    expect(finds("ortar", words)).toBe(false);
    expect(finds("mortar hospital", words)).toBe(false);
  });

  test("finds texts by words and names by their sound too", () => {
    expect(finds("Jaish", searchWords({ texts: ["Jaysh"] }))).toBe(false);
    expect(finds("Jaish", searchWords({ names: ["Jaysh"] }))).toBe(true);
  });

  test("makes of any text words that a database can index: some letters and digits, one space between", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...Array.from("'\\\":*&|!()<-> \0\n~ʼﷺ١جa")) }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const words = searchWords({ texts: [written], names: [written] });
        expect(words).toMatch(/^(?:~?[\p{L}\p{N}]+(?: ~?[\p{L}\p{N}]+)*)?$/u);
        for (const forms of queryWords(written)) for (const form of forms) expect(form).toMatch(/^~?[\p{L}\p{N}]+$/u);
        expect(finds(written, words)).toBe(true);
      }),
    );
  });

  test("keeps words and their sum within what a database can index, and still finds by them", () => {
    const long = "ج".repeat(5000);
    const words = searchWords({ texts: [`begin ${long} end`], names: [long] });
    for (const word of words.split(" ")) expect(new TextEncoder().encode(word).length).toBeLessThan(2000);
    expect(finds(long, words)).toBe(true);
    expect(finds("end", words)).toBe(true);
    const many = Array.from({ length: 200_000 }, (_, i) => `كلمة${i}`).join(" ");
    expect(new TextEncoder().encode(searchWords({ texts: [many], names: ["last"] })).length).toBeLessThan(1_000_000);
    expect(finds("last", searchWords({ texts: [many], names: ["last"] }))).toBe(true);
  });

  test("folds what it has folded to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
      }),
    );
    expect(soundOf("a")).toBe("");
  });
});
