import { enclosedWith, findThing, itemBytes } from "../store/index.ts";
import { nothingHere } from "./errors.ts";
import { file } from "./export.ts";
import type { Handlers } from "./handler.ts";

export const itemHandlers: Handlers<"getItemBytes" | "getReplyEnclosure" | "getAgreementText"> = {
  async getItemBytes({ parts, caller, params, query }) {
    const { digest } = params;
    const wanted = { noun: "item", viewer: caller.viewer, asOf: query.asOf } as const;
    const found = await findThing(parts.record.store, wanted, { column: "digest", value: digest });
    if (!found) throw nothingHere();
    return file(itemBytes(parts.record.store, digest), {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${digest.slice(0, 12)}"`,
    });
  },

  async getReplyEnclosure({ parts, caller, params }) {
    const { store } = parts.record;
    const wanted = { noun: "reply", viewer: caller.viewer, asOf: undefined } as const;
    const found = await findThing(store, wanted, { column: "id", value: params.id });
    const digest = found && (await enclosedWith(store, params.id));
    if (digest === undefined) throw nothingHere();
    return file(itemBytes(store, digest), {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="enclosure"`,
    });
  },

  async getAgreementText({ parts, caller, params, query }) {
    const wanted = { noun: "agreement", viewer: caller.viewer, asOf: query.asOf } as const;
    const found = await findThing(parts.record.store, wanted, { column: "id", value: params.id });
    const digest: unknown = found?.text_item;
    if (!(digest instanceof Uint8Array)) throw nothingHere();
    const pieces = itemBytes(parts.record.store, Buffer.from(digest).toString("hex"));
    return file(pieces, { "content-type": "text/markdown; charset=utf-8" });
  },
};
