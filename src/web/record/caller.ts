import type { AnswerOf, Endpoints } from "../../api/contract.ts";
import { useAsk } from "./ask.ts";

export type Caller = AnswerOf<Endpoints["whoAmI"]>;
export type Permission = string;

/** Who sits before the page: `undefined` until that is known. */
export function useCaller(): Caller | undefined {
  return useAsk("whoAmI", {}).data;
}

/** Whether they may do something. What they may not is not offered; the server refuses it in any case. */
export function useMay(permission: Permission): boolean {
  return useCaller()?.permissions.includes(permission) ?? false;
}

/** Sees everything: the team itself. */
export function useIsInside(): boolean {
  return useCaller()?.audience === "internal";
}
