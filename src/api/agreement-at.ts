import { findThing } from "../store/index.ts";
import type { Endpoint } from "./contract.ts";
import { nothingHere } from "./errors.ts";
import type { Asked } from "./parts.ts";

/** The key of the agreement that an address names by its id. @throws Trouble 404 */
export async function agreementAt(
  { parts, caller }: Pick<Asked<Endpoint>, "parts" | "caller">,
  id: string,
): Promise<string> {
  const wanted = { noun: "agreement", viewer: caller.viewer, asOf: undefined } as const;
  const found = await findThing(parts.record.store, wanted, { column: "id", value: id });
  if (typeof found?.key !== "string") throw nothingHere();
  return found.key;
}
