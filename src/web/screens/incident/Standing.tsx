import type { ReactNode } from "react";
import { Verdict } from "../../parts/index.ts";
import { useAsk } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { determinationWords } from "./determination-words.ts";
import { findingsOfKeys, findingOf } from "./findings.ts";
import { useHere } from "./here.ts";

/** Whether the finding that a determination rests on is still what was found. */
export function Standing({ id }: { readonly id: string }): ReactNode {
  const say = useWords(determinationWords);
  const { rule, reading } = useHere();
  const { data } = useAsk("getDeterminationStanding", { params: { id } });
  if (!data) return null;
  const { finding } = data;
  if (finding === null) return <p className="soft small">{say("noFinding")}</p>;
  if (!finding.hasChanged) return <p className="soft small">{say("rests")}</p>;
  const [before, now] = [finding.before, finding.now].map((keys) => findingOf(findingsOfKeys(keys), { rule, reading }));
  return (
    <div className="tag-line">
      <p>
        <strong>{say("changed")}</strong>
      </p>
      <p className="row">
        {say("before")} <Verdict verdict={before?.verdict} /> · {say("nowIs")} <Verdict verdict={now?.verdict} />
      </p>
    </div>
  );
}
