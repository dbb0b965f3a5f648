import { useState, type ReactNode } from "react";
import { useAct, useCaller } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { Dissent, Proposal } from "./things.ts";
import { determinationWords } from "./determination-words.ts";
import { ActForm, Field, useWordsOf } from "./forms.tsx";
import { useSayLevel } from "./use-say-level.ts";
import { incidentWords } from "./words.ts";

export interface ProposalActsProps {
  readonly proposal: Proposal;
  readonly dissents: readonly Dissent[];
  readonly onTold: (told: string) => void;
}

/** Signs, dissents from or takes back a proposal: what this person can still do with it. */
export function ProposalActs({ proposal, dissents, onTold }: ProposalActsProps): ReactNode {
  const say = useWords(determinationWords);
  const you = useCaller()?.account ?? "";
  const isOwn = proposal.proposedBy === you;
  const hasSigned = proposal.signedBy.includes(you);
  const hasDissented = dissents.some(({ by, proposal: of }) => by === you && of === proposal.id);
  const isOpen = proposal.state === "open";
  const isFree = !hasSigned && !hasDissented;
  return (
    <div className="row no-print">
      {isOpen && isFree && <Sign proposal={proposal} onTold={onTold} />}
      {isFree && <DissentForm proposal={proposal} onTold={onTold} />}
      {isOpen && isOwn && <Withdraw proposal={proposal} onTold={onTold} />}
      {isOpen && isOwn && <span className="soft">{say("notYours")}</span>}
      {hasSigned && !isOwn && <span className="soft">{say("yours")}</span>}
      {hasDissented && <span className="soft">{say("dissented")}</span>}
    </div>
  );
}

type OneAct = Omit<ProposalActsProps, "dissents">;

function Sign({ proposal, onTold }: OneAct): ReactNode {
  const say = useWords(determinationWords);
  const sayIncident = useWords(incidentWords);
  const sayLevel = useSayLevel();
  const act = useAct("signDetermination");
  const send = async (): Promise<boolean> => {
    const outcome = await act.run({ params: { id: proposal.id }, body: { seen: proposal.row ?? 0 } }, say("sign"));
    if (outcome.state === "queued") onTold(sayIncident("waits"));
    if (outcome.state === "accepted") {
      const { state, missing } = outcome.answer;
      onTold(state === "carried" ? say("signedCarried") : say("signedOpen", { count: missing }));
    }
    return outcome.state !== "refused";
  };
  return (
    <ActForm
      name={say("sign")}
      title={say("signTitle")}
      does={say("sign")}
      look="main"
      isReady
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <p>{say("signAbout", { judgement: sayLevel(proposal.verdict ?? "") })}</p>
      <blockquote className="quote said" dir="auto">
        {proposal.reasons}
      </blockquote>
    </ActForm>
  );
}

function DissentForm({ proposal, onTold }: OneAct): ReactNode {
  const say = useWords(determinationWords);
  const sayIncident = useWords(incidentWords);
  const wordsOf = useWordsOf();
  const act = useAct("dissent");
  const [reasons, setReasons] = useState("");
  const send = async (): Promise<boolean> => {
    const body = { seen: proposal.row ?? 0, reasons: wordsOf(reasons.trim()) };
    const { state } = await act.run({ params: { id: proposal.id }, body }, say("dissent"));
    if (state !== "refused") onTold(state === "queued" ? sayIncident("waits") : say("done"));
    return state !== "refused";
  };
  return (
    <ActForm
      name={say("dissent")}
      title={say("dissentTitle")}
      does={say("dissentDo")}
      isReady={reasons.trim() !== ""}
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <Field label={say("reasons")} value={reasons} onChange={setReasons} lines={4} isRequired />
    </ActForm>
  );
}

function Withdraw({ proposal, onTold }: OneAct): ReactNode {
  const say = useWords(determinationWords);
  const sayIncident = useWords(incidentWords);
  const act = useAct("withdrawProposal");
  const send = async (): Promise<boolean> => {
    const body = { seen: proposal.row ?? 0 };
    const { state } = await act.run({ params: { id: proposal.id }, body }, say("withdraw"));
    if (state !== "refused") onTold(state === "queued" ? sayIncident("waits") : say("done"));
    return state !== "refused";
  };
  return (
    <ActForm
      name={say("withdraw")}
      does={say("withdrawDo")}
      look="quiet"
      isReady
      isRunning={act.isRunning}
      problem={act.problem}
      onOpen={act.clear}
      send={send}
    >
      <p>{say("withdrawAbout")}</p>
    </ActForm>
  );
}
