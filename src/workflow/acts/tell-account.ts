import {
  ACCOUNT_KINDS,
  ACCOUNT_LISTS,
  ACCOUNT_WORDS,
  RECORD,
  type AccountClause,
  type AccountKind,
  type ToldAccount,
} from "../../domain/index.ts";
import { isMoment } from "../../formats/index.ts";
import { readAccountWords } from "../../judge/index.ts";
import { Refusal, searchWords, type Problem } from "../../kit/index.ts";
import {
  accountToldOf,
  accountsToldOn,
  findStanding,
  type Change,
  type Client,
  type Json,
  type Said,
} from "../../store/index.ts";
import type { SaidFields } from "../incident/answer-fields.ts";
import { judgedBy } from "../incident/judged-by.ts";
import { agreementText } from "../record/load-record.ts";
import { documentOf } from "../record/import-told.ts";
import { BadInput, NoSuchThing, verb, type Done, type Words } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { askToJudge } from "./judge-again.ts";
import { currentOf, saidIn, standingOf } from "./versions.ts";

/** What somebody tells of an incident, or found out about it, in the terms of docs/formats/accounts.md. */
export interface RecordAccount extends SaidFields {
  readonly incident: string;
  /** In whose words it is said; unset: the only agreement. */
  readonly agreement?: string;
  /** Its name among the accounts of the incident; unset: the kind, with a number. */
  readonly id?: string;
  readonly kind: AccountKind;
  readonly by: string;
  readonly through?: string;
  /** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, on the clocks of the agreement. */
  readonly on: string;
  /** When it could be known; unset: when it was told. */
  readonly known?: string;
  readonly source?: string;
  readonly note?: string;
  readonly audience?: readonly string[];
}

export interface AccountRecorded {
  /** The statement that it stands in. */
  readonly statement: string;
  readonly id: string;
  /** What was noted about it that does not make it wrong. */
  readonly problems: readonly Problem[];
}

/** Where what people record of incidents stands, beside what the documents of an agreement say. */
const RECORDED = "recorded";

/**
 * Records an account of an incident. It stands beside what the reports say, which stays as it is; an answer to what was open is
 * laid over them besides, so that there is a verdict by the reports and one with what was found out.
 */
export const recordAccount = verb(
  { act: "record-account", permission: "report:accept" },
  async (acting, input: RecordAccount): Promise<Done<AccountRecorded>> => {
    checkFields(input);
    const { store, by: author } = acting;
    const { incident, audience = [] } = input;
    // 1. Which report of which data set it is told of, and under which text.
    const of = await store.withClient((client) => reportTold(client, incident));
    const known = Number.POSITIVE_INFINITY;
    const { folder } = await judgedBy(store, {
      known,
      ...(input.agreement === undefined ? {} : { agreement: input.agreement }),
    });
    // 2. Whether its words are those of the text.
    const told = toldOf(input, of.externalId);
    const text = await agreementText(store, folder.textItem);
    const knownActors = new Set(folder.register.actors.map(({ id }) => id));
    const { problems } = readAccountWords([told], { text, knownActors });
    const errors = problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new BadInput(errors.map(located));
    // 3. The account, and the judging that follows from it.
    const agreement = folder.agreement.meta.id;
    return store.change(async (change) => {
      const { report } = await reportTold(change.client, incident);
      const id = await nameOf(change, input, report);
      const statement = change.add("statement", { audience }, rowOf({ ...told, id }, { agreement, report }));
      await askToJudge(acting, change);
      const body = { incident, agreement, statement, kind: input.kind };
      const result = { statement, id, problems: problems.map(located) };
      return { result, act: { by: author, act: "record-account", body } };
    });
  },
);

export interface WithdrawAccount {
  readonly statement: string;
  readonly seen: number;
  readonly reasons: Words;
}

/** Takes an account back that was recorded by mistake, or that whoever told it takes back. It stays to be read. */
export const withdrawAccount = verb(
  { act: "withdraw-account", permission: "report:accept" },
  async (acting, input: WithdrawAccount): Promise<Done<{ readonly statement: string }>> => {
    const check = new InputCheck();
    check.id("/statement", input.statement);
    check.row("/seen", input.seen);
    check.words("/reasons", input.reasons);
    check.done();
    const { store, by } = acting;
    return store.change(async (change) => {
      const { statement: id, seen, reasons } = input;
      refuseIfOfDocument(await currentOf(change, "statement", id));
      const row = await standingOf(change, "statement", { id, seen, touching: ["body"], wanted: input });
      const said = saidIn("statement", row);
      const body = { ...(said.body as Readonly<Record<string, Json>>), withdrawn: { ...reasons } };
      change.add("statement", { id, supersedes: row.row, withdrawn: true, audience: row.audience }, { ...said, body });
      await askToJudge(acting, change);
      const incident = await accountToldOf(change.client, row.report!);
      const about = { statement: id, ...(incident === undefined ? {} : { incident }) };
      return { result: { statement: id }, act: { by, act: "withdraw-account", body: about } };
    });
  },
);

function refuseIfOfDocument({ kind, document, report }: Pick<Said<"statement">, "kind" | "document" | "report">): void {
  if (kind !== "account")
    throw new Refusal(
      "not-an-account",
      "this statement is no account of an incident",
      "look at the accounts of the incident",
    );
  if (report !== null && document.endsWith(`/${RECORDED}`)) return;
  throw new Refusal(
    "of-a-document",
    "this account stands in a document, which is the whole of what it says",
    "send the document in again without it",
  );
}

function checkFields(input: RecordAccount): void {
  const check = new InputCheck();
  check.id("/incident", input.incident);
  check.maybeName("/agreement", input.agreement);
  check.oneOf("/kind", input.kind, ACCOUNT_KINDS);
  check.name("/by", input.by);
  for (const field of ["through", "source"] as const) check.maybeName(`/${field}`, input[field]);
  if (input.note !== undefined) check.words("/note", { text: input.note, lang: "und" });
  if (input.id !== undefined && (!/^[a-z][a-z0-9-]{0,60}$/u.test(input.id) || input.id === RECORD))
    check.note("/id", "this cannot be the name of an account", "small letters, digits and hyphens: hotline");
  for (const field of ["on", "known"] as const) {
    const moment = input[field];
    if (moment === undefined ? field === "on" : !isMoment(moment))
      check.note(`/${field}`, "this is no date", "write YYYY-MM-DD, or YYYY-MM-DD HH:MM");
  }
  check.audience("/audience", input.audience);
  const clauses = clausesOf(input);
  for (const { text, at } of clauses) check.name(at.field!, text);
  if (clauses.length === 0)
    check.note(
      "",
      "it says nothing that the reports do not say",
      `say: ${[...ACCOUNT_WORDS, ...ACCOUNT_LISTS].join(", ")}`,
    );
  check.done();
}

function clausesOf(fields: SaidFields): readonly AccountClause[] {
  return [
    ...ACCOUNT_WORDS.flatMap((word): readonly AccountClause[] => {
      const text = fields[word];
      return text === undefined ? [] : [{ word, text, at: { field: `/${word}` } }];
    }),
    ...ACCOUNT_LISTS.flatMap((word) =>
      (fields[word] ?? []).map((text, i): AccountClause => ({ word, text, at: { field: `/${word}/${i}` } })),
    ),
  ];
}

function toldOf(input: RecordAccount, incident: string): ToldAccount {
  const { id = input.kind, kind, by, through, on, known, source, note } = input;
  return {
    incident,
    id,
    kind,
    by,
    on,
    ...(through === undefined ? {} : { through }),
    ...(known === undefined ? {} : { known }),
    ...(source === undefined ? {} : { source }),
    ...(note === undefined ? {} : { note }),
    says: clausesOf(input),
    at: {},
  };
}

/** Where it stands in what was sent, and nowhere in a file. */
function located({ at, ...problem }: Problem): Problem {
  return { ...problem, at: { field: at.field ?? "" } };
}

/** The report that is the account of the incident. */
async function reportTold(
  client: Client,
  incident: string,
): Promise<{ readonly report: string; readonly externalId: string }> {
  const row = await findStanding(client, "incident", incident);
  if (!row) throw new NoSuchThing("incident");
  const report = row.account === null ? undefined : await findStanding(client, "report", row.account);
  if (!report)
    throw new Refusal("not-judged", "there is no report of this incident that could be judged", "put a report into it");
  return { report: report.id, externalId: report.external_id };
}

async function nameOf(change: Change, { id, kind }: RecordAccount, report: string): Promise<string> {
  const { names, others } = await accountsToldOn(change.client, report);
  if (others > 0)
    throw new Refusal(
      "same-id",
      "another incident has this id in another data set, and an account names it by its id",
      "give the reports of one of the data sets other ids",
    );
  if (id !== undefined && names.has(id))
    throw new BadInput([
      {
        code: "duplicate-account",
        severity: "error",
        at: { field: "/id" },
        message: `the incident has an account ${id}`,
        hint: "give it another name, or none",
      },
    ]);
  if (id !== undefined) return id;
  for (let number = 1; ; number++) if (!names.has(`${kind}-${number}`)) return `${kind}-${number}`;
}

function rowOf(told: ToldAccount, { agreement, report }: { agreement: string; report: string }): Said<"statement"> {
  return {
    document: documentOf(agreement, RECORDED),
    report,
    speaker: told.by,
    kind: "account",
    certainty: "unsaid",
    said_at: null,
    words: searchWords({ names: [told.by], texts: [...told.says.map(({ text }) => text), told.note ?? ""] }),
    body: told as unknown as Json,
  };
}
