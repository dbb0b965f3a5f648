import { recordAccount, withdrawAccount } from "../workflow/index.ts";
import { ifReleasing } from "./acts.ts";
import type { accountsTold } from "./contract/accounts-told.ts";
import { saidOf } from "./errors.ts";
import { actOf, type Handlers } from "./handler.ts";

export const accountToldHandlers: Handlers<keyof typeof accountsTold> = {
  recordAccount: actOf(recordAccount, {
    input: ({ caller, params, body }) => {
      const { account, ...said } = ifReleasing(caller, body);
      return { ...said, incident: params.id, ...(account === undefined ? {} : { id: account }) };
    },
    say: ({ statement, id, problems }) => ({ statement, account: id, problems: problems.map(saidOf) }),
  }),
  withdrawAccount: actOf(withdrawAccount, {
    input: ({ params, body }) => ({ statement: params.id, ...body }),
    say: (result) => result,
  }),
};
