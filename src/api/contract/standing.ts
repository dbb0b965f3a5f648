import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { located } from "./dry-runs.ts";
import { actEndpoint } from "./act.ts";
import { instantAsked, seen, text, texts } from "./values.ts";

/** How an agreement stands: in force or not, who waits for whom, and the text with what its rules come to. */

const moment = z.string().describe("An instant in UTC (RFC 3339)");
const maybe = <T extends z.ZodType>(of: T) => of.exactOptional();
const kleene = z.enum(["true", "false", "unknown"]);
const line = maybe(z.int().describe("Of the text, from 1"));

const looked = z.strictObject({
  at: maybe(instantAsked.describe("As it stood then; unset: now")),
  known: maybe(instantAsked.describe("By what was known then; unset: all that was ever learnt")),
});

const called = z.array(z.strictObject({ text, lang: maybe(text.describe("BCP 47")) }));
const named = { name: text, title: text, names: called.describe("Every name that the register has") };

const acceptance = z.strictObject({
  actor: text,
  accept: maybe(text),
  standing: text.describe("accepted, refused, …; absent: nothing is recorded; party: bound by the text itself"),
  to: maybe(text),
  through: maybe(text),
  earliest: maybe(moment.describe("When it was said, at the earliest")),
  latest: maybe(moment),
  late: maybe(z.enum(["late", "unclear"])),
  deadline: maybe(z.strictObject({ at: moment, state: text.describe("open, passed, met, met-late or unclear") })),
  condition: kleene.describe("Whether its condition holds"),
  binds: kleene,
  reason: text,
});

const reading = z.strictObject({
  id: text,
  title: text,
  statements: texts,
  speakers: texts.describe("Who made the statements"),
  isJudged: z.boolean().describe("Findings are made under it"),
});

const statement = z.strictObject({
  name: text,
  title: maybe(text),
  by: texts,
  on: text.describe("A day"),
  kind: text,
  says: text.describe("What it reads otherwise, in the words of the language"),
  about: maybe(text.describe("The rule, list or acceptance")),
  responses: z.array(z.strictObject({ response: text, by: texts, on: maybe(text) })),
  line,
});

const clock = z.strictObject({
  at: moment,
  about: z.enum(["in-force", "phase", "acceptance", "duty", "procedure"]),
  name: text,
  mark: text.describe("from, until, deadline, startingBy, completeBy; of a procedure the state that is to follow"),
  bearer: maybe(text),
  state: maybe(text),
  waitingFor: maybe(texts),
});

const duty = z.strictObject({
  rule: text,
  title: maybe(text),
  reading: text,
  bearer: maybe(text),
  part: maybe(text),
  state: text.describe("fulfilled, pending, lapsed, suspended, undetermined or error"),
  possible: texts,
  instants: z.record(z.string(), moment).describe("By mark; an end is the moment after it"),
  because: texts,
  missing: texts.describe("Not recorded, and it matters"),
  line,
});

const stretch = z.strictObject({ earliest: moment, latest: moment });
const step = z.strictObject({
  to: text,
  by: maybe(text.describe("Whose step it is, in the words of the text")),
  deadline: maybe(stretch),
  otherwise: maybe(text),
  overdue: kleene,
});
const procedure = z.strictObject({
  procedure: text,
  procedureTitle: text,
  id: text,
  title: maybe(text),
  state: maybe(text),
  ended: z.boolean(),
  path: z.array(z.strictObject({ state: text, at: stretch, how: z.enum(["event", "clock"]), by: maybe(text) })),
  next: z.array(step),
  problems: texts,
  doubts: texts,
});

export const standingAnswer = z.strictObject({
  key: text,
  title: text,
  zone: text,
  adopted: maybe(text),
  source: maybe(text),
  textStatus: maybe(z.enum(["verified", "unverified"]).describe("Unset: nobody said whether it was compared")),
  language: maybe(text),
  note: maybe(text),
  textItem: text,
  at: moment,
  inForce: z.strictObject({
    state: z.enum(["not-yet", "in-force", "interrupted", "ended", "unsaid"]),
    since: maybe(moment),
    until: maybe(moment.describe("Unset: no end is known")),
    stretches: z.array(
      z.strictObject({
        from: maybe(moment),
        until: maybe(moment),
        isRenewed: z.boolean(),
        renewable: maybe(z.enum(["consent", "unless-notice"])),
        line,
      }),
    ),
    endsWhen: texts.describe("Conditions on which it would end; whether they hold is not looked at"),
    renewals: z.array(
      z.strictObject({ what: z.enum(["renewed", "notice"]), on: text, until: maybe(text), source: text }),
    ),
    supersedes: z.array(z.strictObject({ id: text, title: text })),
  }),
  phases: z.array(
    z.strictObject({ name: text, title: text, from: maybe(moment), until: maybe(moment), entersWhen: maybe(text) }),
  ),
  parties: z.array(
    z.strictObject({ ...named, partOf: maybe(text), bound: z.strictObject({ state: kleene, reason: text }) }),
  ),
  bodies: z.array(z.strictObject({ ...named, chairedBy: texts, members: texts })),
  classes: z.array(z.strictObject({ name: text, title: text, enrolledBy: texts, members: texts })),
  readings: z.array(reading),
  statements: z.array(statement),
  acceptances: z.array(acceptance),
  duties: z.array(duty),
  procedures: z.array(procedure),
  clocks: z.array(clock).describe("Moments that the text sets, the earliest first, the past ones too"),
  problems: z.array(located),
});

const node = z.strictObject({
  id: text,
  kind: z.enum(["accept", "party", "body", "class", "actor", "deadline", "condition"]),
  name: text,
  title: maybe(text),
  names: maybe(called),
  who: maybe(text),
  confirmed: maybe(kleene),
  given: maybe(kleene),
  condition: maybe(kleene),
  reason: maybe(text),
  rootCauses: maybe(texts.describe("Why it is not confirmed, each followed back to its end")),
  late: maybe(z.enum(["counts", "does-not-count", "unsaid"])),
  line,
  at: maybe(moment),
  state: maybe(text),
});

const edge = z.strictObject({
  from: text,
  to: text,
  kind: z.enum(["gives", "to", "by", "provided", "waits"]),
  state: kleene.describe("What it asks for has come"),
  isForAbsence: maybe(z.boolean()),
  circle: maybe(z.int().describe("Part of this one of the circles, from 0")),
  says: text,
});

const values = z.record(z.string(), kleene);

export const conditionsAnswer = z.strictObject({
  at: moment,
  nodes: z.array(node),
  edges: z.array(edge),
  circles: z.array(
    z.strictObject({
      accepts: texts,
      resolution: text.describe("not-needed, concurrent, first, none or negative"),
      says: text,
      differ: z.boolean(),
      ifEachWaits: values,
      ifTogether: values,
      brokenBy: z.array(z.strictObject({ actor: text, accept: text, at: moment, says: text })),
      waysOut: texts.describe("What could be written into the text"),
    }),
  ),
  acceptances: z.array(acceptance),
  figures: z.array(z.json()).describe("What was said of the numbers: claims, not facts"),
  problems: z.array(located),
  says: texts.describe("All of it in sentences"),
});

const counts = z.record(z.string(), z.int());

export const provisionsAnswer = z.strictObject({
  key: text,
  title: text,
  language: maybe(text),
  textItem: text,
  text: text.describe("The whole file"),
  parts: z.array(
    z.strictObject({
      kind: z.enum(["heading", "quote", "comment", "block"]).describe("quote: the words of the agreement"),
      line: z.int(),
      endLine: z.int(),
      text,
      statements: maybe(z.array(z.strictObject({ kind: text, name: maybe(text), line }))),
    }),
  ),
  rules: z.array(
    z.strictObject({
      name: text,
      title: maybe(text),
      shape: text,
      line,
      clause: maybe(text),
      statements: texts.describe("Those that read it otherwise"),
      counts: z.array(
        z.strictObject({
          reading: text,
          verdicts: counts,
          possible: counts.describe("Of those that cannot be decided: in how many each is possible"),
        }),
      ),
    }),
  ),
  readings: z.array(reading),
  statements: z.array(statement),
  judged: z.strictObject({
    incidents: z.int(),
    byOtherText: z.int().describe("Judged by another version of the text, and to be judged again"),
  }),
  problems: z.array(located),
});

const reads = { method: "get", tag: "agreements", permission: "record:read", isInside: true } as const;

export const standing = {
  recordText: actEndpoint({
    path: "/api/agreements/{id}/text",
    tag: "agreements",
    about: "Records another version of the text. One with an error is refused; the incidents are judged again",
    permission: "agreement:record",
    body: z.strictObject({ seen, text: z.string().max(900_000).describe("The whole file") }),
    answer: z.strictObject({ item: text.describe("SHA-256 of the text"), problems: z.array(located) }),
    largestBody: 4 * 1024 * 1024,
  }),
  getStanding: endpoint({
    ...reads,
    path: "/api/agreements/{id}/standing",
    about: "How an agreement stands: in force or not, who accepted it, what is owed, which clocks run",
    query: looked,
    answer: standingAnswer,
  }),
  getConditions: endpoint({
    ...reads,
    path: "/api/agreements/{id}/conditions",
    about: "Who waits for whom: acceptances, conditions and deadlines as a graph, circles and ways out of them",
    query: looked,
    answer: conditionsAnswer,
  }),
  getProvisions: endpoint({
    ...reads,
    path: "/api/agreements/{id}/provisions",
    about: "An agreement as a document, with what each rule comes to on the record",
    answer: provisionsAnswer,
  }),
};
