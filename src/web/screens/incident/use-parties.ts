import { useAsk, useIsInside } from "../../record/index.ts";
import { useHere } from "./here.ts";

export interface PartyNamed {
  readonly key: string;
  readonly name: string;
}

/** The parties of the text, those first that may have been in it by one of their names. For the inside. */
export function useParties(): readonly PartyNamed[] {
  const { agreementId, answer } = useHere();
  const isWanted = useIsInside() && agreementId !== undefined;
  const { data } = useAsk("getStanding", { params: { id: agreementId ?? "" }, query: {} }, { isWanted });
  const sides = new Set(answer.incident.sides);
  const isIn = ({ names }: { readonly names: readonly { readonly text: string }[] }): boolean =>
    names.some(({ text }) => sides.has(text));
  return (data?.parties ?? [])
    .toSorted((a, b) => Number(isIn(b)) - Number(isIn(a)))
    .map(({ name, title }) => ({ key: name, name: title }));
}
