import {
  acceptProposal,
  detachReport,
  explainInRecord,
  learnMatchModel,
  mergeIncidents,
  pinIncident,
  rejectProposal,
  sayOfReports,
  splitIncident,
  undoMatching,
  unpinIncident,
  unsureOfProposal,
  type Arranged,
} from "../workflow/index.ts";
import { refuseUnlessReleasing } from "./acts.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import type { matching } from "./contract/matching.ts";
import { actOf, type Handlers } from "./handler.ts";

const same = <T>(result: T): T => result;
const arranged = ({ incident, reports }: Arranged) => ({ incident, reports: [...reports] });

/** One line a verb, as in `acts.ts`. */
export const matchingHandlers: Handlers<keyof typeof matching> = {
  acceptMatch: actOf(acceptProposal, { input: ({ params, body }) => ({ proposal: params.id, ...body }), say: same }),
  rejectMatch: actOf(rejectProposal, { input: ({ params, body }) => ({ proposal: params.id, ...body }), say: same }),
  unsureOfMatch: actOf(unsureOfProposal, {
    input: ({ params, body }) => ({ proposal: params.id, ...body }),
    say: same,
  }),
  sayOfReports: actOf(sayOfReports, { input: ({ body }) => body, say: same }),
  mergeIncidents: actOf(mergeIncidents, {
    input: ({ caller, params, body }) => {
      if (body.release) refuseUnlessReleasing(caller);
      return { incident: params.id, ...body };
    },
    say: arranged,
  }),
  splitIncident: actOf(splitIncident, {
    input: ({ params, body }) => ({ incident: params.id, ...body }),
    say: arranged,
  }),
  detachReport: actOf(detachReport, { input: ({ params, body }) => ({ report: params.id, ...body }), say: arranged }),
  pinIncident: actOf(pinIncident, { input: ({ params, body }) => ({ incident: params.id, ...body }), say: same }),
  unpinIncident: actOf(unpinIncident, { input: ({ params, body }) => ({ incident: params.id, ...body }), say: same }),
  undoMatching: actOf(undoMatching, { input: ({ body }) => body, say: same }),
  learnMatchModel: actOf(learnMatchModel, { input: ({ body }) => body, say: same }),

  async explainMatch({ parts, query }) {
    const found = await explainInRecord(parts.record.store, [query.report, query.other]);
    return JSON.parse(JSON.stringify(found)) as AnswerOf<Endpoints["explainMatch"]>;
  },
};
