import { z } from "zod";
import { located } from "./dry-runs.ts";
import { endpoint } from "./endpoint.ts";
import { received, receiveQuery } from "./items.ts";
import { text, texts } from "./values.ts";

/** Files for the record: what would come of them, several at once, and how far they have come. */

const table = z.strictObject({
  columns: z.array(
    z.strictObject({
      source: text.describe("The name in the first row"),
      samples: texts,
      column: text.exactOptional().describe("Ours, if one is proposed"),
      reason: text,
      dayOrder: text.exactOptional(),
      words: texts.describe("Words of theirs that need one of ours beside them"),
    }),
  ),
  mapping: text.describe("What is proposed, to be corrected and sent as the part `mapping`"),
});

export const imports = {
  previewItems: endpoint({
    method: "post",
    path: "/api/items/preview",
    tag: "items",
    about:
      "What would come of files, if they were sent to /api/items; nothing is kept. Bytes, or multipart/form-data with parts `file`, and a part `mapping` if columns are mapped",
    permission: "item:receive",
    isInside: true,
    isReading: true,
    query: receiveQuery,
    body: "bytes",
    largestBody: 64 * 1024 * 1024,
    answer: z.strictObject({
      files: z
        .array(
          received.extend({
            name: text,
            format: text.exactOptional().describe("What a file of reports was found to be; unset: nothing known"),
            table: table.exactOptional().describe("Of a table of text: its columns, and which of ours they may be"),
            problems: z.array(located),
          }),
        )
        .describe("In the order in which they would be read"),
    }),
  }),
  receiveItems: endpoint({
    method: "post",
    path: "/api/items/folder",
    tag: "items",
    about:
      "Receives files that belong together: multipart/form-data with parts `file`. A text and its register name each other; each is kept, then read as far as it can be and you may",
    permission: "item:receive",
    query: receiveQuery,
    body: "bytes",
    largestBody: 32 * 1024 * 1024,
    isRepeatable: true,
    answer: z.strictObject({ files: z.array(received.extend({ name: text })) }),
  }),
  getImport: endpoint({
    method: "get",
    path: "/api/imports/{key}",
    tag: "items",
    about:
      "How far a file has come that you sent under this Idempotency-Key. Sent again, with the same key, it goes on where it was",
    permission: "item:receive",
    answer: z.strictObject({
      state: z.enum(["arriving", "reading", "done", "failed"]),
      bytes: z.int(),
      size: z.int().nullable().describe("Of all that is sent, if you said"),
      file: text.nullable().describe("The one that is being read"),
      rows: z.int().describe("Its rows that are in the record"),
    }),
  }),
};
