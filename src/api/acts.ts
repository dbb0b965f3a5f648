import type { Caller } from "../accounts/index.ts";
import { may } from "../accounts/index.ts";
import {
  askClarification,
  checkRemedy,
  dissent,
  extendClock,
  giveReply,
  identifySource,
  judge,
  proposeDetermination,
  recordAcceptance,
  recordPastedTable,
  recordReply,
  recordReports,
  releaseIncident,
  reportOwnAct,
  requestReply,
  ruleOnClarification,
  setAttribution,
  setMandate,
  setOccurrence,
  signDetermination,
  withdrawProposal,
  withdrawReports,
  withdrawRequest,
  type ReportsRecorded,
} from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { acts } from "./contract/acts.ts";
import { Trouble, saidOf } from "./errors.ts";
import { actOf, type Handlers } from "./handler.ts";
import { stamp } from "./present.ts";

const same = <T>(result: T): T => result;

/** One line a verb: what of the request is its input, and what of its result is the answer. */
export const actHandlers: Handlers<keyof typeof acts> = {
  recordReports: actOf(recordReports, {
    input: ({ caller, body }) => ifReleasing(caller, body),
    say: saidRecorded,
  }),
  recordPastedTable: actOf(recordPastedTable, {
    input: ({ caller, body }) => ifReleasing(caller, body),
    say: saidRecorded,
  }),
  reportOwnAct: actOf(reportOwnAct, { input: ({ body }) => body, say: saidRecorded }),
  withdrawReports: actOf(withdrawReports, {
    input: ({ body }) => body,
    say: ({ reports, ended }) => ({ reports: [...reports], ended: [...ended] }),
  }),
  setOccurrence: actOf(setOccurrence, {
    input: ({ params, body }) => ({ incident: params.id, ...body }),
    say: saidLevel,
  }),
  setAttribution: actOf(setAttribution, {
    input: ({ params, body }) => ({ incident: params.id, ...body }),
    say: saidLevel,
  }),
  releaseIncident: actOf(releaseIncident, {
    input: ({ params, body }) => ({ incident: params.id, ...body }),
    say: ({ audience }) => ({ audience: [...audience] }),
  }),
  requestReply: actOf(requestReply, {
    input: ({ caller, params, body }) => {
      if (body.release) refuseUnlessReleasing(caller);
      return { incident: params.id, ...withBytes(body) };
    },
    say: ({ reply, dueAt }) => ({ reply, dueAt: stamp(dueAt) }),
  }),
  recordReply: actOf(recordReply, {
    input: ({ params, body }) => ({ reply: params.id, ...withBytes(body) }),
    say: same,
  }),
  giveReply: actOf(giveReply, { input: ({ params, body }) => ({ reply: params.id, ...withBytes(body) }), say: same }),
  withdrawRequest: actOf(withdrawRequest, { input: ({ params, body }) => ({ reply: params.id, ...body }), say: same }),
  extendClock: actOf(extendClock, {
    input: ({ params, body }) => ({ reply: params.id, ...body }),
    say: ({ reply, clock, dueAt }) => ({ reply, clock, dueAt: stamp(dueAt) }),
  }),
  checkRemedy: actOf(checkRemedy, { input: ({ params, body }) => ({ reply: params.id, ...body }), say: same }),
  proposeDetermination: actOf(proposeDetermination, {
    input: ({ params, body }) => ({ incident: params.id, ...body }),
    say: same,
  }),
  signDetermination: actOf(signDetermination, {
    input: ({ params, body }) => ({ proposal: params.id, ...body }),
    say: same,
  }),
  dissent: actOf(dissent, { input: ({ params, body }) => ({ proposal: params.id, ...body }), say: same }),
  withdrawProposal: actOf(withdrawProposal, {
    input: ({ params, body }) => ({ proposal: params.id, ...body }),
    say: same,
  }),
  identifySource: actOf(identifySource, { input: ({ params, body }) => ({ source: params.id, ...body }), say: same }),
  recordAcceptance: actOf(recordAcceptance, { input: ({ caller, body }) => ifReleasing(caller, body), say: same }),
  askClarification: actOf(askClarification, {
    input: ({ caller, body }) => withBytes(ifReleasing(caller, body)),
    say: same,
  }),
  ruleOnClarification: actOf(ruleOnClarification, {
    input: ({ caller, params, body }) => ({ clarification: params.id, ...withBytes(ifReleasing(caller, body)) }),
    say: same,
  }),
  setMandate: actOf(setMandate, { input: ({ params, body }) => ({ agreement: params.id, ...body }), say: same }),
  judge: actOf(judge, {
    input: ({ body }) => body,
    say: ({ agreements, changes }) => plain({ agreements, changes }) as AnswerOf<Endpoints["judge"]>,
  }),
};

interface Enclosing {
  readonly enclosure?: { readonly name: string; readonly base64: string };
}

/** JSON has no bytes. */
function withBytes<T extends Enclosing>(body: T) {
  const { enclosure, ...rest } = body;
  if (!enclosure) return rest;
  return { ...rest, enclosure: { name: enclosure.name, bytes: Buffer.from(enclosure.base64, "base64") } };
}

interface Releasing {
  readonly audience?: readonly string[];
  readonly openSources?: boolean;
}

/** Whoever records something for others than the inside to see releases it, and needs to be allowed that too. */
export function ifReleasing<T extends object>(caller: Caller, body: T & Releasing): T {
  if ((body.audience?.length ?? 0) > 0 || body.openSources) refuseUnlessReleasing(caller);
  return body;
}

/** What shows something to others than the inside needs more than what it is part of. */
export function refuseUnlessReleasing(caller: Caller): void {
  if (may(caller, "release:set")) return;
  throw new Trouble(403, {
    code: "not-allowed",
    detail: "to release something to others than the inside needs release:set",
    hint: "record it without an audience, and ask an editor to release it",
  });
}

function saidRecorded({ item, counts, reports, problems }: ReportsRecorded): AnswerOf<Endpoints["recordReports"]> {
  return plain({ item, counts, reports, problems: problems.map(saidOf) }) as AnswerOf<Endpoints["recordReports"]>;
}

function saidLevel({ level, justified }: { readonly level: string; readonly justified: unknown }) {
  return plain({ level, justified }) as AnswerOf<Endpoints["setOccurrence"]>;
}

/** As it is sent: without what is unset. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
