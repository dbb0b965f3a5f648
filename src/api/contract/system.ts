import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { asOf, id, instant, instantAsked, maybeId, maybeText, text, texts } from "./values.ts";
import { incident } from "./incidents.ts";
import { reportListed } from "./reports.ts";
import { actor } from "./things.ts";

const change = z.strictObject({
  rule: text,
  reading: text,
  withAnswers: z
    .literal(true)
    .exactOptional()
    .describe("Of the reports together with what was found out besides; unset: by the reports alone"),
  before: z.json().exactOptional(),
  now: z.json().exactOptional(),
});

const limit = z.coerce.number().int().min(1).max(1000).exactOptional();

/** What is about the record as a whole, or about the server. */
export const system = {
  search: endpoint({
    method: "get",
    path: "/api/search",
    tag: "search",
    about: "The first incidents, reports and actors that have these words, in any script, as far as you may read them",
    permission: "record:read",
    query: asOf.extend({ text: z.string().min(1).max(1000) }),
    answer: z.strictObject({
      incidents: z.array(incident),
      reports: z.array(reportListed),
      actors: z.array(actor),
    }),
  }),
  listed: endpoint({
    method: "get",
    path: "/api/listed",
    tag: "lists",
    about:
      "Whether somebody was on the Security Council's list at a moment, as far as the copies of it tell that you see",
    permission: "record:read",
    query: asOf.extend({
      who: z.string().min(1).max(500).describe("A name, or a reference such as QDe.149"),
      at: instantAsked.exactOptional().describe("Unset: now"),
      known: instantAsked.exactOptional().describe("As it was known then; unset: now"),
    }),
    answer: z.strictObject({ entries: z.array(z.record(z.string(), z.json())) }),
  }),
  events: endpoint({
    method: "get",
    path: "/api/events",
    tag: "events",
    about:
      "What changes, as it changes (server-sent events): `change` {noun, id}, or {noun} if very much did; `gone` {noun, id} of what you could see and cannot any more; `reload` if it is not known what was missed. Goes on after Last-Event-ID",
    permission: "record:read",
    answer: ["text/event-stream"],
  }),
  listLedger: endpoint({
    method: "get",
    path: "/api/ledger",
    tag: "ledger",
    about: "Entries of the ledger, the latest first",
    permission: "ledger:read",
    isInside: true,
    query: asOf.extend({ before: z.coerce.number().int().min(1).exactOptional(), limit }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          seq: z.int(),
          at: text,
          by: text,
          act: text,
          reason: maybeText,
          about: maybeId.describe("What the reason is about, where the entry does not say it: a source"),
          body: z.json(),
          rows: z.array(z.strictObject({ noun: text, count: z.int() })),
          hash: text,
        }),
      ),
      next: z.int().nullable().describe("To go on from, as `before`"),
    }),
  }),
  verifyLedger: endpoint({
    method: "get",
    path: "/api/ledger/verification",
    tag: "ledger",
    about: "Everything computed again, and what is not as it was recorded; one at a time",
    permission: "ledger:read",
    isInside: true,
    answer: z.strictObject({
      entries: z.int(),
      rows: z.int(),
      items: z.int(),
      itemBytes: z.int(),
      head: text,
      checkpoints: z.int(),
      discrepancies: z.array(z.strictObject({ where: text, what: text, entry: z.int().exactOptional() })),
      notCovered: texts,
    }),
  }),
  getCheckpoint: endpoint({
    method: "get",
    path: "/api/ledger/checkpoint",
    tag: "ledger",
    about: "A signed statement of where the ledger stands, to be kept by somebody outside",
    permission: "ledger:read",
    isInside: true,
    answer: z.strictObject({ seq: z.int(), head: text, at: text, signature: text, key: text }),
  }),
  getQueue: endpoint({
    method: "get",
    path: "/api/queue",
    tag: "queue",
    about: "What waits for somebody of the team to do it",
    permission: "record:read",
    isInside: true,
    query: z.strictObject({ limit }),
    answer: z.record(z.string(), z.strictObject({ count: z.int(), first: z.array(z.json()) })),
  }),
  listFindingChanges: endpoint({
    method: "get",
    path: "/api/findings/changes",
    tag: "findings",
    about: "Findings that came out otherwise since a moment, with what they may come of",
    permission: "record:read",
    isInside: true,
    query: z.strictObject({ since: instantAsked, after: z.coerce.number().int().min(0).exactOptional(), limit }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          incident: id,
          agreement: text,
          finding: id,
          row: z.int(),
          at: text,
          seq: z.int(),
          verdicts: z.array(change),
          because: z.array(z.strictObject({ seq: z.int(), act: text, by: text, at: text })),
        }),
      ),
      next: z.int().nullable(),
    }),
  }),
  getDeterminationStanding: endpoint({
    method: "get",
    path: "/api/determinations/{id}/standing",
    tag: "determinations",
    about: "Whether the finding that a determination rests on is still what was found",
    permission: "record:read",
    isInside: true,
    answer: z.strictObject({
      determination: id,
      dissents: z.array(id),
      finding: z.strictObject({ before: texts, now: texts, hasChanged: z.boolean() }).nullable(),
    }),
  }),
  whoAmI: endpoint({
    method: "get",
    path: "/api/caller",
    tag: "accounts",
    about: "Who asks, and what they may do",
    permission: "nothing",
    answer: z.strictObject({
      account: maybeText,
      role: text,
      party: maybeText,
      audience: text.describe("Whose view of the record it is"),
      permissions: texts,
      withheld: texts.describe("What they may besides, once they have shown a second factor"),
    }),
  }),
  listFailedJobs: endpoint({
    method: "get",
    path: "/api/jobs/failed",
    tag: "jobs",
    about: "Work that was tried as often as it is worth, and messages that do not go through",
    permission: "user:manage",
    isInside: true,
    answer: z.strictObject({
      jobs: z.array(
        z.strictObject({ id: text, kind: text, key: text, reason: text, failedAt: instant, attempts: z.int() }),
      ),
      messages: z.array(
        z.strictObject({ id: z.int(), topic: text, attempts: z.int(), reason: maybeText, nextAt: instant }),
      ),
    }),
  }),
  retryJob: endpoint({
    method: "post",
    path: "/api/jobs/{id}/retry",
    tag: "jobs",
    about: "Has a failed job tried again",
    permission: "user:manage",
    isInside: true,
    isRepeatable: true,
    body: z.strictObject({ kind: text }),
    answer: z.strictObject({ retried: z.boolean() }),
  }),
  getOpenApi: endpoint({
    method: "get",
    path: "/api/openapi.json",
    tag: "server",
    about: "This document",
    permission: "nothing",
    answer: ["application/json"],
  }),
  getHealth: endpoint({
    method: "get",
    path: "/healthz",
    tag: "server",
    about: "Whether the server and its database answer",
    permission: "nothing",
    answer: z.strictObject({ status: z.literal("ok") }),
  }),
  getMetrics: endpoint({
    method: "get",
    path: "/metrics",
    tag: "server",
    about: "Figures about the server for Prometheus: nothing about the record or about people",
    permission: "ledger:read",
    isInside: true,
    answer: ["text/plain"],
  }),
};
