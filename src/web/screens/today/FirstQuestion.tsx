import type { ReactNode } from "react";
import type { AgreementInHand } from "../../record/index.ts";

export interface FirstQuestionProps {
  readonly incident: string;
  readonly agreement: AgreementInHand | undefined;
}

/** Why an incident is judged as it is, and what to ask first. */
export function FirstQuestion(_: FirstQuestionProps): ReactNode {
  return null;
}
