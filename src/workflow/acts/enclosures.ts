import { keepItem, type Change, type Keys } from "../../store/index.ts";
import { mediaTypeOf, plainNameOf } from "../record/understand.ts";
import type { InputCheck } from "./input-check.ts";
import { refuseIfNoItem } from "./item-there.ts";

/** What something came in, or goes out with: a letter, a photograph. It is kept as an item. */
export interface Enclosure {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Enclosing {
  readonly enclosure?: Enclosure;
  /** The digest of an item, if the record has it already. */
  readonly item?: string;
}

export function checkEnclosing(check: InputCheck, { enclosure, item }: Enclosing): void {
  check.maybeName("/enclosure/name", enclosure?.name);
  check.digest("/item", item);
  if (enclosure && item !== undefined)
    check.note("/item", "this names an item beside another that is enclosed", "leave one of the two out");
}

/** The item that was sent along or named; unset: neither was. @throws Refusal if the record has no such item. */
export async function enclosedItem(
  change: Change,
  { enclosure, item }: Enclosing,
  keys: Keys,
): Promise<string | undefined> {
  if (enclosure) return keepEnclosure(change, enclosure, keys);
  if (item !== undefined) await refuseIfNoItem(change, item);
  return item;
}

/** Whether the record had it already is not told: somebody else may have sent the same. */
export async function keepEnclosure(change: Change, { name, bytes }: Enclosure, keys: Keys): Promise<string> {
  const named = { name: plainNameOf(name), ownName: { text: name, keys }, mediaType: mediaTypeOf(name) };
  return (await keepItem(change, [bytes], named)).digest;
}
