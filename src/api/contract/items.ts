import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { asOf, text } from "./values.ts";

const counts = z.strictObject({ added: z.int(), revised: z.int(), unchanged: z.int() });

export const receiveQuery = z.strictObject({
  name: z.string().max(300).exactOptional().describe("What the file is called; unset: as the multipart says"),
  audience: z.string().exactOptional().describe("Who besides the inside may see what is in it, separated by commas"),
  openSources: z.enum(["true", "false"]).exactOptional().describe("The sources that it names are published by name"),
  dataSet: z.string().max(500).exactOptional().describe("It is a release of this data set"),
  mapping: z
    .string()
    .max(8000)
    .exactOptional()
    .describe("Which column holds what, as JSON; a longer one goes into a part `mapping` of the multipart"),
});

export const received = z.strictObject({
  item: text.describe("SHA-256 of the bytes"),
  size: z.int(),
  kind: text.exactOptional().describe("What it was found to be; for the inside"),
  isNew: z.boolean().exactOptional().describe("False: these very bytes were in the record; for the inside"),
  things: counts.exactOptional(),
  reports: z.record(z.string(), z.json()).exactOptional(),
  problems: z.array(z.json()).exactOptional(),
});

export const items = {
  receiveItem: endpoint({
    method: "post",
    path: "/api/items",
    tag: "items",
    about:
      "Receives a file of any kind: multipart/form-data with one part `file`, and perhaps one `mapping`, or the bytes as they are. It is kept as it came, and read as far as it can be and you may",
    permission: "item:receive",
    query: receiveQuery,
    body: "bytes",
    largestBody: 512 * 1024 * 1024,
    isRepeatable: true,
    answer: received,
  }),
  getItemBytes: endpoint({
    method: "get",
    path: "/api/items/{digest}/bytes",
    tag: "items",
    about: "The bytes of an item as they arrived; for the inside",
    permission: "record:read",
    query: asOf,
    answer: ["application/octet-stream"],
  }),
  getReplyEnclosure: endpoint({
    method: "get",
    path: "/api/replies/{id}/enclosure",
    tag: "replies",
    about: "What went to a party with the question, byte for byte: for whoever sees the question",
    permission: "record:read",
    answer: ["application/octet-stream"],
  }),
  getAgreementText: endpoint({
    method: "get",
    path: "/api/agreements/{id}/text",
    tag: "agreements",
    about: "The text of an agreement as it was imported; for the inside",
    permission: "record:read",
    query: asOf,
    answer: ["text/markdown"],
  }),
};
