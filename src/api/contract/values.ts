import { z } from "zod";

/** Values that many endpoints have in common, each described once. */

export const instantAsked = z.iso
  .datetime({ offset: true })
  .refine((text) => Number.isFinite(Date.parse(text)))
  .transform((text) => Date.parse(text))
  .describe("An instant with its zone (RFC 3339): 2016-02-27T00:00:00Z");

export const text = z.string();
export const maybeText = z.string().nullable();
export const maybeNumber = z.number().nullable();
export const texts = z.array(z.string());
export const instant = z.string().nullable().describe("An instant in UTC (RFC 3339); null: not known, or not for you");
export const id = z.string().describe("An id as the record gives it out");
export const maybeId = id.nullable();
/** What was said with a thing besides its columns. */
export const body = z.json().describe("More of what was said, as it was recorded; null: not for you");

export const words = z
  .strictObject({ text: z.string(), lang: z.string().describe("BCP 47: en, ar, fr") })
  .describe("Words that somebody said or wrote, kept as they are");

export const audience = z
  .array(z.string())
  .describe("Who besides the inside may see it: guarantors, humanitarians, public, party:NAME");

export const seen = z
  .int()
  .min(1)
  .describe("`row` of the thing as you saw it: if others changed the same, you are told");

export const asOf = z.strictObject({
  asOf: instantAsked.exactOptional().describe("As the record stood then. Unset: as it stands"),
});

export const LONGEST_PAGE = 1000;

export const paging = asOf.extend({
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).exactOptional().describe("Things in a page; unset: 50"),
  after: z.string().max(400).exactOptional().describe("`next` of the page before"),
});

export function page<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe("To go on from, as `after`; null: there is no more"),
  });
}

/** RFC 9457, with what a program and a person need besides. */
export const problem = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe("Stable, for programs"),
  hint: z.string().exactOptional().describe("What to do about it"),
  problems: z
    .array(
      z.strictObject({
        pointer: z.string().exactOptional().describe("Where in what was sent (RFC 6901)"),
        in: z.enum(["query", "body"]).exactOptional(),
        row: z.int().exactOptional(),
        line: z.int().exactOptional(),
        column: z.int().exactOptional().describe("From 1, in UTF-16 units"),
        from: z.int().exactOptional().describe("Where in a text the wrong part begins, in UTF-16 units from 0"),
        to: z.int().exactOptional().describe("Where it ends; not itself included"),
        code: z.string(),
        severity: z.enum(["error", "warning", "note"]),
        message: z.string(),
        hint: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  fields: texts.exactOptional().describe("What others changed meanwhile"),
  stands: z.json().exactOptional().describe("The thing as it stands now"),
  saw: z.json().exactOptional().describe("The thing as it was seen"),
});

export type ProblemSaid = z.output<typeof problem>;
