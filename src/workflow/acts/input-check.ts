import { parseAudience } from "../../domain/index.ts";
import type { Problem } from "../../kit/index.ts";
import { BadInput, type Words } from "./acting.ts";

/** Characters: a page of small print has 5,000. */
const LONGEST_TEXT = 50_000;
const LONGEST_NAME = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
/** BCP 47, as far as its form goes. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u;
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/** Looks at what a person has filled in, and tells of everything that is wrong with it at once. */
export class InputCheck {
  readonly problems: Problem[] = [];

  note(field: string, message: string, hint: string): void {
    this.problems.push({ code: "bad-input", severity: "error", at: { field }, message, hint });
  }

  /** @throws BadInput if anything was noted. */
  done(): void {
    if (this.problems.length > 0) throw new BadInput(this.problems);
  }

  words(field: string, words: Words | undefined): void {
    this.text(`${field}/text`, words?.text, LONGEST_TEXT);
    if (words !== undefined && !LANGUAGE.test(words.lang))
      this.note(`${field}/lang`, "this is no language", "write a BCP 47 tag: en, ar, fr");
  }

  maybeWords(field: string, words: Words | undefined): void {
    if (words !== undefined) this.words(field, words);
  }

  name(field: string, text: string | undefined): void {
    this.text(field, text, LONGEST_NAME);
  }

  maybeName(field: string, text: string | undefined): void {
    if (text !== undefined) this.name(field, text);
  }

  text(field: string, text: string | undefined, longest: number): void {
    if (text === undefined || text.trim() === "") this.note(field, "nothing is written here", "write something");
    else if (text.length > longest)
      this.note(field, `this has ${text.length} characters`, `write at most ${longest}, and keep the rest as an item`);
    else if (/\0|\p{Cs}/u.test(text))
      this.note(field, "this holds a character that cannot be kept", "leave out U+0000 and halves of characters");
  }

  oneOf(field: string, value: string | undefined, known: readonly string[]): void {
    if (value === undefined || !known.includes(value))
      this.note(field, "this is none of the words that there are", `one of: ${known.join(", ")}`);
  }

  id(field: string, value: string | undefined): void {
    if (value === undefined || !UUID.test(value)) this.note(field, "this is no id", "an id as the record gives it out");
  }

  digest(field: string, value: string | undefined): void {
    if (value !== undefined && !/^[0-9a-f]{64}$/u.test(value))
      this.note(field, "this names no item", "the SHA-256 of the item, in lower-case hexadecimal");
  }

  row(field: string, value: number | undefined): void {
    if (value === undefined || !Number.isSafeInteger(value) || value < 1)
      this.note(field, "this is no version of anything", "the row that you saw");
  }

  instant(field: string, value: number | undefined): void {
    if (value === undefined || !Number.isSafeInteger(value) || value < EARLIEST || value > LATEST)
      this.note(field, "this is no moment that the record can hold", "milliseconds since 1970 UTC");
  }

  maybeInstant(field: string, value: number | undefined): void {
    if (value !== undefined) this.instant(field, value);
  }

  audience(field: string, audience: readonly string[] | undefined): void {
    for (const [i, word] of (audience ?? []).entries())
      if (parseAudience(word) === undefined || word === "internal")
        this.note(`${field}/${i}`, "this is no audience", "guarantors, humanitarians, public, party:NAME");
  }
}
