import { z } from "zod";
import { ACCEPTANCE_STANDINGS } from "../../domain/index.ts";
import { endpoint } from "./endpoint.ts";
import { id, text, texts } from "./values.ts";

/** What would be, if something were otherwise. Nothing of it is recorded. */

export const located = z
  .strictObject({
    code: z.string().describe("Stable, for programs"),
    severity: z.enum(["error", "warning", "note"]),
    message: z.string(),
    hint: z.string().exactOptional().describe("What to do about it"),
    line: z.int().exactOptional().describe("Of the text, from 1"),
    column: z.int().exactOptional().describe("From 1, in UTF-16 units"),
    from: z.int().exactOptional().describe("Where the wrong part begins, in UTF-16 units from 0"),
    to: z.int().exactOptional().describe("Where it ends; not itself included"),
    row: z.int().exactOptional().describe("Of a table, from 1"),
    field: z.string().exactOptional().describe("A column, or a JSON pointer into what was sent"),
  })
  .describe("Something wrong, and where");

export const NAME = z.string().min(1).max(200);
const LONGEST_TEXT = 900_000;
const localTime = z.string().max(40).describe("YYYY-MM-DD or YYYY-MM-DD HH:MM, on the clocks of the register");

const run = z.strictObject({
  readings: z.array(NAME).max(100).exactOptional().describe("Under which readings; unset: all that findings have"),
  limit: z.int().min(1).max(1000).exactOptional().describe("Changed incidents in a page; unset: 100"),
  after: z.int().min(0).exactOptional().describe("`next` of the page before"),
});

const listed = z.strictObject({
  who: NAME.describe("A key or a name of the register, or the list's own number"),
  from: localTime.exactOptional().describe("Since when; unset: `at`; without that, ever"),
});

const acceptances = z
  .array(
    z.strictObject({
      actor: NAME.describe("A key or a name of the register"),
      accept: NAME.describe("The acceptance of the text"),
      standing: z.enum(ACCEPTANCE_STANDINGS),
      at: localTime.exactOptional(),
      to: NAME.exactOptional(),
      through: NAME.exactOptional(),
    }),
  )
  .max(500)
  .describe("What would be said of the text, besides what is recorded");

const outcome = z.strictObject({
  verdict: text,
  possible: texts.describe("What is possible: one, if it is decided"),
});
const changedCell = z.strictObject({ rule: text, reading: text, from: outcome, to: outcome });
const both = z.strictObject({
  both: texts,
  before: texts.describe("Only before"),
  after: texts.describe("Only after"),
});
const counts = z.record(z.string(), z.int());

export const dryRunAnswer = z.strictObject({
  agreement: text,
  isUsable: z.boolean().describe("False: by this nothing can be judged; the problems say why"),
  problems: z.array(located),
  compared: z
    .strictObject({
      incidents: z.int().describe("All that were judged"),
      changed: z.int().describe("Those that come out otherwise"),
      rules: both,
      readings: both,
      counts: z
        .array(z.strictObject({ rule: text, reading: text, before: counts, after: counts }))
        .describe("How many incidents come to what"),
      changes: z.array(changedCell.extend({ count: z.int() })).describe("Each kind of change, the most frequent first"),
      items: z
        .array(z.strictObject({ id, label: text, cells: z.array(changedCell) }))
        .describe("Incidents that come out otherwise, in the order of the record"),
      next: z.int().nullable().describe("To go on from, as `after`; null: there is no more"),
    })
    .nullable(),
});

export const dryRuns = {
  dryRunText: endpoint({
    method: "post",
    path: "/api/agreements/{id}/dry-run",
    tag: "agreements",
    about: "How the incidents of the record would be judged under a draft of the text. Nothing is recorded",
    permission: "record:read",
    isInside: true,
    isReading: true,
    largestBody: 4 * 1024 * 1024,
    body: run.extend({
      text: z.string().max(LONGEST_TEXT).describe("The draft: an agreement as a file has it"),
      acceptances: acceptances.exactOptional(),
    }),
    answer: dryRunAnswer,
  }),
  dryRunList: endpoint({
    method: "post",
    path: "/api/lists/dry-run",
    tag: "lists",
    about:
      "How the incidents would be judged if somebody were on a list, or off it, or had accepted. Nothing is recorded",
    permission: "record:read",
    isInside: true,
    isReading: true,
    body: run.extend({
      agreement: NAME.exactOptional().describe("By its key; unset: the only one"),
      list: NAME.exactOptional().describe("As the text calls it"),
      add: z.array(listed).max(500).exactOptional(),
      remove: z.array(listed).max(500).exactOptional(),
      at: localTime.exactOptional(),
      acceptances: acceptances.exactOptional(),
    }),
    answer: dryRunAnswer,
  }),
};
