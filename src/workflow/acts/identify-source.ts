import { Refusal } from "../../kit/index.ts";
import { identityOf, noteReason } from "../../store/index.ts";
import { verb, type Done } from "./acting.ts";
import { InputCheck } from "./input-check.ts";
import { currentOf } from "./versions.ts";

export interface IdentifySource {
  readonly source: string;
  /** Why it has to be known. It is kept for the inside, and shows with the entry of the ledger. */
  readonly reason: string;
}

/** Not to be kept, logged or put into an error by whoever gets it: it is for the person who asked, once. */
export interface SourceIdentified {
  readonly source: string;
  readonly handle: string;
  /** Whose account it is, as it was written where it came from; `person ID` of what an account sent. */
  readonly name: string;
}

/**
 * Tells who a protected source is. That it was told, to whom and why, is recorded before it is; which source it was stands in the
 * row of the reason, because the ledger goes to people outside.
 */
export const identifySource = verb(
  { act: "identify-source", permission: "source:identify" },
  async ({ store, keys, by, person }, input: IdentifySource): Promise<Done<SourceIdentified>> => {
    const check = new InputCheck();
    check.id("/source", input.source);
    check.name("/reason", input.reason);
    check.done();
    return store.change(async (change) => {
      const { id, handle, protection } = await currentOf(change, "source", input.source);
      if (protection !== "protected")
        throw new Refusal("not-sealed", "this source stands under its own name", "its handle is that name");
      const name = await identityOf(change, keys, id);
      if (name === undefined)
        throw new Refusal("no-identity", "who this source is was never recorded", "ask whoever recorded its reports");
      noteReason(change, { act: "identify-source", by: person, reason: input.reason, about: id });
      return { result: { source: id, handle, name }, act: { by, act: "identify-source", body: {} } };
    });
  },
);
