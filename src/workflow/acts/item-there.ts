import { Refusal } from "../../kit/index.ts";
import { hasItem, type Change } from "../../store/index.ts";

/** @throws Refusal if the record has no item of this digest (SHA-256 in hex). */
export async function refuseIfNoItem(change: Change, digest: string): Promise<void> {
  if (!(await hasItem(change.client, digest)))
    throw new Refusal("no-such-item", "the record has no such item", "receive it as an item first");
}
