import { Refusal } from "../../kit/index.ts";
import { verb, type Done, type Words } from "./acting.ts";
import { checkEnclosing, enclosedItem, type Enclosing } from "./enclosures.ts";
import { InputCheck } from "./input-check.ts";
import { mandateOf } from "./mandate.ts";
import { saidIn, standingOf } from "./versions.ts";

/** `item` and `enclosure`: what the question came in. */
export interface AskClarification extends Enclosing {
  readonly agreement: string;
  /** The label of the provision, as the text has it. */
  readonly provision: string;
  /** Who asks: a party, or the mechanism itself. */
  readonly askedBy: string;
  readonly question: Words;
  readonly audience?: readonly string[];
}

/** Records that somebody asks what a provision means. */
export const askClarification = verb(
  { act: "ask-clarification", permission: "reply:record" },
  async ({ store, by, party, keys }, input: AskClarification): Promise<Done<{ readonly clarification: string }>> => {
    const check = new InputCheck();
    for (const field of ["agreement", "provision", "askedBy"] as const) check.name(`/${field}`, input[field]);
    check.words("/question", input.question);
    check.audience("/audience", input.audience);
    checkEnclosing(check, input);
    check.done();
    const { agreement, provision, askedBy, question, audience = [] } = input;
    if (party !== undefined && party !== askedBy)
      throw new Refusal("other-party", "a party asks for itself only", "leave it to the other party");
    return store.change(async (change) => {
      await mandateOf(change.client, agreement);
      const said = {
        agreement,
        provision,
        asked_by: askedBy,
        asked_at: change.at,
        question: question.text,
        lang: question.lang,
        ruled_at: null,
        ruling: null,
        ruling_lang: null,
        body: {},
        item: (await enclosedItem(change, input, keys)) ?? null,
        ruling_item: null,
      };
      const own = party === undefined ? [] : [`party:${party}`];
      const clarification = change.add("clarification", { audience: [...audience, ...own] }, said);
      const body = { agreement, provision, clarification };
      return { result: { clarification }, act: { by, act: "ask-clarification", body } };
    });
  },
);

/** `item` and `enclosure`: what the ruling stands in. */
export interface RuleOnClarification extends Enclosing {
  readonly clarification: string;
  readonly seen: number;
  readonly ruling: Words;
  readonly audience?: readonly string[];
}

/**
 * Records what was ruled. It changes no finding by itself: for that the text has to say it, as a statement or an amendment, and
 * then it shows what comes out otherwise.
 */
export const ruleOnClarification = verb(
  { act: "rule-on-clarification", permission: "determination:sign" },
  async (
    { store, by, person, keys },
    input: RuleOnClarification,
  ): Promise<Done<{ readonly clarification: string }>> => {
    const check = new InputCheck();
    check.id("/clarification", input.clarification);
    check.row("/seen", input.seen);
    check.words("/ruling", input.ruling);
    check.audience("/audience", input.audience);
    checkEnclosing(check, input);
    check.done();
    return store.change(async (change) => {
      const { clarification: id, seen, ruling } = input;
      const wanted = { id, seen, touching: ["ruled_at", "ruling"], wanted: input } as const;
      const row = await standingOf(change, "clarification", wanted);
      const before = saidIn("clarification", row);
      const said = {
        ...before,
        ruled_at: change.at,
        ruling: ruling.text,
        ruling_lang: ruling.lang,
        ruling_item: (await enclosedItem(change, input, keys)) ?? before.ruling_item,
        body: { ruledBy: person },
      };
      const audience = [...row.audience, ...(input.audience ?? [])];
      change.add("clarification", { id, supersedes: row.row, audience }, said);
      const body = { agreement: row.agreement, provision: row.provision, clarification: id };
      return { result: { clarification: id }, act: { by, act: "rule-on-clarification", body } };
    });
  },
);
