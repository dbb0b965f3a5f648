import { z } from "zod";
import {
  ACCEPTANCE_STANDINGS,
  ATTRIBUTION_LEVELS,
  JUDGEMENTS,
  OCCURRENCE_LEVELS,
  POSITIONS,
} from "../../domain/index.ts";
import { actEndpoint as act } from "./act.ts";
import { audience, id, instantAsked, seen, text, texts, words } from "./values.ts";

/** What people do to the record: one act an endpoint, with one entry of the ledger. */

const justified = z.json().describe("What the evidence would have justified. It binds nobody");
const digest = z.string().describe("SHA-256 of an item");
const report = z.record(z.string(), z.string()).describe("Fields by the names of docs/formats/columns.md");
const recording = {
  audience: audience.exactOptional(),
  dataSet: z.string().exactOptional().describe("Ids are told apart within it"),
  openSources: z.boolean().exactOptional(),
};
const recorded = z.strictObject({
  item: text,
  counts: z.record(z.string(), z.json()),
  reports: z.array(z.strictObject({ report: id, externalId: text, incident: id.nullable() })),
  problems: z.array(z.json()),
});
const thresholds = z
  .strictObject({ "partly corroborated": z.number(), likely: z.number(), confirmed: z.number().exactOptional() })
  .describe("Independent voices from which on a level is justified");
const reasons = {
  reasons: words.describe("For the inside and guarantors"),
  publicReasons: words.exactOptional().describe("For everybody who sees the incident"),
};
const answer = {
  seen: seen.exactOptional(),
  answer: words.describe("The party's own words"),
  position: z.enum(POSITIONS),
  remedy: z.strictObject({ words, dueAt: instantAsked.exactOptional() }).exactOptional(),
  answeredAt: instantAsked.exactOptional(),
};
const enclosure = z
  .strictObject({ name: z.string(), base64: z.base64() })
  .describe("What it came in, or goes out with, to be kept as an item");
const enclosing = { item: digest.exactOptional(), enclosure: enclosure.exactOptional() };
const LETTER = 24 * 1024 * 1024;
const replied = z.strictObject({ reply: id, isLate: z.boolean() });

export const acts = {
  recordReports: {
    ...act({
      path: "/api/reports",
      tag: "reports",
      about: "Records reports that somebody has typed in: all of them, or none if one is wrong",
      permission: "report:accept",
      body: z.strictObject({ reports: z.array(report), item: digest.exactOptional(), ...recording }),
      answer: recorded,
    }),
    isRepeatable: true,
    largestBody: 16 * 1024 * 1024,
  },
  recordPastedTable: {
    ...act({
      path: "/api/reports/pasted",
      tag: "reports",
      about: "Records a table that was copied in a spreadsheet, with its header; a row that is wrong is told",
      permission: "report:accept",
      body: z.strictObject({ text: z.string(), ...recording }),
      answer: recorded,
    }),
    isRepeatable: true,
    largestBody: 16 * 1024 * 1024,
  },
  reportOwnAct: {
    ...act({
      path: "/api/reports/own",
      tag: "reports",
      about: "A party reports what it did itself",
      permission: "reply:give",
      body: z.strictObject({ party: z.string(), reports: z.array(report), provisions: texts.exactOptional() }),
      answer: recorded,
    }),
    isRepeatable: true,
  },
  withdrawReports: act({
    path: "/api/reports/withdrawal",
    tag: "reports",
    about: "Takes back reports that were typed in, pasted or sent as a form by mistake: they count nowhere any more",
    permission: "report:accept",
    body: z.strictObject({ reports: z.array(id), reasons: words }),
    answer: z.strictObject({ reports: z.array(id), ended: z.array(id).describe("Incidents with no report left") }),
  }),
  setOccurrence: act({
    path: "/api/incidents/{id}/occurrence",
    tag: "incidents",
    about: "Says how sure it is that the incident happened",
    permission: "level:set",
    body: z.strictObject({ seen, level: z.enum(OCCURRENCE_LEVELS), ...reasons, agreement: z.string().exactOptional() }),
    answer: z.strictObject({ level: id, justified }),
  }),
  setAttribution: act({
    path: "/api/incidents/{id}/attribution",
    tag: "incidents",
    about: "Says who did it, as far as that can be said",
    permission: "level:set",
    body: z.strictObject({
      seen,
      level: z.enum(ATTRIBUTION_LEVELS),
      actor: z.string().exactOptional(),
      ...reasons,
      agreement: z.string().exactOptional(),
    }),
    answer: z.strictObject({ level: id, justified }),
  }),
  releaseIncident: act({
    path: "/api/incidents/{id}/release",
    tag: "incidents",
    about: "Says who besides the inside may see the incident, and what is said of it",
    permission: "release:set",
    body: z.strictObject({ seen, audience }),
    answer: z.strictObject({ audience: texts }),
  }),
  requestReply: {
    ...act({
      path: "/api/incidents/{id}/replies",
      tag: "replies",
      about: "Asks a party for its answer, and starts the clock",
      permission: "reply:request",
      body: z.strictObject({
        seen,
        party: z.string(),
        question: words,
        dueAt: instantAsked.exactOptional(),
        agreement: z.string().exactOptional(),
        release: z.boolean().exactOptional().describe("Release the incident to the party too"),
        enclosure: enclosure.exactOptional().describe("What goes to the party with the question"),
      }),
      answer: z.strictObject({ reply: id, dueAt: text }),
    }),
    largestBody: LETTER,
  },
  recordReply: {
    ...act({
      path: "/api/replies/{id}/recorded",
      tag: "replies",
      about: "Records what a party answered by letter or telephone",
      permission: "reply:record",
      body: z.strictObject({ ...answer, ...enclosing }),
      answer: replied,
    }),
    largestBody: LETTER,
  },
  giveReply: {
    ...act({
      path: "/api/replies/{id}/answer",
      tag: "replies",
      about: "Answers for one's own party",
      permission: "reply:give",
      body: z.strictObject({
        answer: answer.answer,
        position: answer.position,
        remedy: answer.remedy,
        enclosure: enclosure.exactOptional(),
      }),
      answer: replied,
    }),
    largestBody: LETTER,
  },
  withdrawRequest: act({
    path: "/api/replies/{id}/withdrawal",
    tag: "replies",
    about: "Takes back that a party was asked: the clock stops",
    permission: "reply:request",
    body: z.strictObject({ seen, reasons: words }),
    answer: z.strictObject({ reply: id }),
  }),
  extendClock: act({
    path: "/api/replies/{id}/extension",
    tag: "replies",
    about: "Gives a party more time to answer, or to put right what it promised to, with reasons that it reads",
    permission: "reply:request",
    body: z.strictObject({ seen, dueAt: instantAsked, reasons: words }),
    answer: z.strictObject({ reply: id, clock: z.enum(["reply", "remedy"]), dueAt: text }),
  }),
  checkRemedy: act({
    path: "/api/replies/{id}/remedy",
    tag: "replies",
    about: "Records whether a party has put right what it promised to",
    permission: "reply:record",
    body: z.strictObject({
      seen,
      isKept: z.boolean().exactOptional().describe("Unset: that could not be found out"),
      words,
    }),
    answer: z.strictObject({ reply: id }),
  }),
  proposeDetermination: act({
    path: "/api/incidents/{id}/determinations",
    tag: "determinations",
    about: "Proposes what to determine of an incident: nothing yet, until another person has signed",
    permission: "determination:sign",
    body: z.strictObject({
      seen,
      agreement: z.string(),
      judgement: z.enum(JUDGEMENTS),
      rule: z.string().exactOptional(),
      reading: z.string().exactOptional(),
      finding: z.strictObject({ id, row: seen }).exactOptional(),
      ...reasons,
      audience: audience.exactOptional(),
    }),
    answer: z.strictObject({ proposal: id, determination: id, missing: z.int() }),
  }),
  signDetermination: act({
    path: "/api/proposals/{id}/signatures",
    tag: "determinations",
    about: "Signs what another person has proposed",
    permission: "determination:sign",
    body: z.strictObject({ seen }),
    answer: z.strictObject({ state: text, missing: z.int(), determination: id }),
  }),
  dissent: act({
    path: "/api/proposals/{id}/dissents",
    tag: "determinations",
    about: "Records that one does not agree, and why; it stands with the determination for good",
    permission: "determination:sign",
    body: z.strictObject({ seen, reasons: words }),
    answer: z.strictObject({ dissent: id }),
  }),
  withdrawProposal: act({
    path: "/api/proposals/{id}/withdrawal",
    tag: "determinations",
    about: "Takes one's own proposal back while it is open",
    permission: "determination:sign",
    body: z.strictObject({ seen }),
    answer: z.strictObject({ proposal: id }),
  }),
  identifySource: {
    ...act({
      path: "/api/sources/{id}/identity",
      tag: "sources",
      about:
        "Tells who a protected source is, and records that it was told, to whom and why; the answer is kept nowhere",
      permission: "source:identify",
      body: z.strictObject({ reason: z.string().describe("Why it has to be known; for the inside") }),
      answer: z.strictObject({ source: id, handle: text, name: text }),
    }),
    isSecret: true,
  },
  recordAcceptance: act({
    path: "/api/acceptances",
    tag: "acceptances",
    about: "Records what a party said of a text: that it accepts, on a condition, not any more, or not for now",
    permission: "acceptance:record",
    body: z.strictObject({
      agreement: z.string(),
      actor: z.string(),
      accept: z.string(),
      standing: z.enum(ACCEPTANCE_STANDINGS),
      to: z.string().exactOptional(),
      through: z.string().exactOptional(),
      at: z.string().exactOptional().describe("YYYY-MM-DD or YYYY-MM-DD HH:MM, on the clocks of the register"),
      until: z.string().exactOptional(),
      known: z.string().exactOptional(),
      condition: z.strictObject({ words, isInText: z.boolean() }).exactOptional(),
      source: z.string(),
      item: digest.exactOptional(),
      note: z.string().exactOptional(),
      audience: audience.exactOptional(),
    }),
    answer: z.strictObject({ acceptance: id, counts: text }),
  }),
  askClarification: {
    ...act({
      path: "/api/clarifications",
      tag: "clarifications",
      about: "Records that somebody asks what a provision means",
      permission: "reply:record",
      body: z.strictObject({
        agreement: z.string(),
        provision: z.string(),
        askedBy: z.string(),
        question: words,
        audience: audience.exactOptional(),
        ...enclosing,
      }),
      answer: z.strictObject({ clarification: id }),
    }),
    largestBody: LETTER,
  },
  ruleOnClarification: {
    ...act({
      path: "/api/clarifications/{id}/ruling",
      tag: "clarifications",
      about: "Records what was ruled on a question",
      permission: "determination:sign",
      body: z.strictObject({ seen, ruling: words, audience: audience.exactOptional(), ...enclosing }),
      answer: z.strictObject({ clarification: id }),
    }),
    largestBody: LETTER,
  },
  setMandate: act({
    path: "/api/agreements/{id}/mandate",
    tag: "agreements",
    about: "Says what an agreement asks of its mechanism; what is left out is not restricted",
    permission: "agreement:record",
    body: z.strictObject({
      seen,
      mandate: z.strictObject({
        attribution: z.boolean().exactOptional(),
        determination: z.boolean().exactOptional(),
        signers: z.number().exactOptional(),
        replyHours: z.number().exactOptional(),
        thresholds: thresholds.exactOptional(),
        thresholdsByAct: z.record(z.string(), thresholds).exactOptional(),
        findingsFor: audience.exactOptional(),
      }),
    }),
    answer: z.strictObject({ agreement: text }),
  }),
  judge: {
    ...act({
      path: "/api/findings/judge",
      tag: "findings",
      about: "Judges what was touched since the last time, now instead of soon, and says what came out otherwise",
      permission: "judge:run",
      body: z.strictObject({ agreement: z.string().exactOptional() }),
      answer: z.strictObject({ agreements: z.array(z.json()), changes: z.array(z.json()) }),
    }),
    isRepeatable: true,
  },
};
