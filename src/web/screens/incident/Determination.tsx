import { useState, type ReactNode } from "react";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import { useAsk, useIsInside, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { determinationWords } from "./determination-words.ts";
import { By } from "./Entry.tsx";
import { Told } from "./forms.tsx";
import { useHere } from "./here.ts";
import { Propose } from "./Propose.tsx";
import { ProposalActs } from "./ProposalActs.tsx";
import type { Dissent, Proposal } from "./things.ts";
import { Standing } from "./Standing.tsx";
import { useRules } from "./use-findings.ts";
import { useNameReading } from "./use-name-reading.ts";
import { useSayLevel } from "./use-say-level.ts";
import { incidentWords } from "./words.ts";

export type Determined = AnswerOf<Endpoints["list:determination"]>["items"][number];
/** What people have determined, and what is proposed: who signed, who disagrees and why. */
export function Determination(): ReactNode {
  const say = useWords(determinationWords);
  const sayIncident = useWords(incidentWords);
  const { id, asOf, upTo } = useHere();
  const isInside = useIsInside();
  const query = { incident: id, ...upTo };
  const keep = { keepsBefore: true } as const;
  const determined = useAsk("list:determination", { query }, keep).data?.items ?? [];
  const dissents = useAsk("list:dissent", { query }, keep).data?.items ?? [];
  const proposals = useAsk("list:proposal", { query }, { ...keep, isWanted: isInside }).data?.items ?? [];
  const maySign = useMay("determination:sign") && asOf === undefined;
  const [told, setTold] = useState<string>();
  const open = proposals.filter(({ state }) => state !== "carried");
  return (
    <section id="determination" className="stack" aria-labelledby="determination-title">
      <h2 id="determination-title">{sayIncident("determination")}</h2>
      <p className="soft measure">{say("lead")}</p>
      {told !== undefined && <Told>{told}</Told>}
      {determined.length === 0 && open.length === 0 && <p>{say("none")}</p>}
      {determined.map((one) => (
        <One key={one.id} of={one} dissents={dissents.filter(({ determination }) => determination === one.id)}>
          {isInside && <Standing id={one.id} />}
          {maySign && <ActsOn proposals={proposals} determination={one.id} dissents={dissents} onTold={setTold} />}
        </One>
      ))}
      {open.map((proposal) => (
        <OneProposal key={proposal.id} proposal={proposal} dissents={dissents} onTold={setTold} maySign={maySign} />
      ))}
      {maySign && <Propose onTold={setTold} />}
    </section>
  );
}

interface ActsOnProps {
  readonly proposals: readonly Proposal[];
  readonly determination: string;
  readonly dissents: readonly Dissent[];
  readonly onTold: (told: string) => void;
}

/** What was carried can still be dissented from. */
function ActsOn({ proposals, determination, dissents, onTold }: ActsOnProps): ReactNode {
  const carried = proposals.filter((one) => one.determination === determination && one.state === "carried").at(-1);
  return carried ? <ProposalActs proposal={carried} dissents={dissents} onTold={onTold} /> : null;
}

interface OneProps {
  readonly of: Determined;
  readonly dissents: readonly Dissent[];
  readonly children: ReactNode;
}

function One({ of, dissents, children }: OneProps): ReactNode {
  const say = useWords(determinationWords);
  const sayLevel = useSayLevel();
  const { reasons } = (of.body ?? {}) as { readonly reasons?: { readonly text: string; readonly lang: string } };
  return (
    <article className="card stack-tight">
      <h3>{say("determined", { judgement: sayLevel(of.verdict ?? "") })}</h3>
      <About rule={of.rule} reading={of.reading} />
      {of.signedBy.length > 0 && <Signatures signedBy={of.signedBy} first={of.signedBy[0]!} />}
      {reasons && <Words name={say("reasons")} text={reasons.text} lang={reasons.lang} />}
      {of.publicReasons !== null && <Words name={say("publicReasons")} text={of.publicReasons} />}
      <Dissents dissents={dissents} />
      {children}
    </article>
  );
}

interface OneProposalProps {
  readonly proposal: Proposal;
  readonly dissents: readonly Dissent[];
  readonly maySign: boolean;
  readonly onTold: (told: string) => void;
}

function OneProposal({ proposal, dissents, maySign, onTold }: OneProposalProps): ReactNode {
  const say = useWords(determinationWords);
  const sayLevel = useSayLevel();
  const { verdict, rule, reading, signedBy, proposedBy, needed, state, reasons, lang } = proposal;
  const own = dissents.filter((one) => one.proposal === proposal.id);
  const stateKey = determinationWords.keys.find((one) => one === state);
  return (
    <article className="card stack-tight proposal">
      <h3>
        {say("proposed", { judgement: sayLevel(verdict ?? "") })}{" "}
        <span className="tag">{stateKey ? say(stateKey) : state}</span>
      </h3>
      <About rule={rule} reading={reading} />
      <Signatures signedBy={signedBy} first={proposedBy ?? ""} />
      {state === "open" && <p>{say("missing", { count: Math.max(0, (needed ?? 0) - signedBy.length) })}</p>}
      {reasons !== null && <Words name={say("reasons")} text={reasons} lang={lang} />}
      <Dissents dissents={own} />
      {maySign && state === "open" && <ProposalActs proposal={proposal} dissents={own} onTold={onTold} />}
    </article>
  );
}

function About({ rule, reading }: { readonly rule: string | null; readonly reading: string | null }): ReactNode {
  const say = useWords(determinationWords);
  const rules = useRules();
  const nameReading = useNameReading();
  if (rule === null) return <p className="soft">{say("onWhole")}</p>;
  const read = nameReading(reading ?? "text");
  return (
    <p className="soft" dir="auto">
      {say("onRule", { rule: rules.get(rule)?.title ?? rule, reading: read })}
    </p>
  );
}

function Signatures({ signedBy, first }: { readonly signedBy: readonly string[]; readonly first: string }): ReactNode {
  const say = useWords(determinationWords);
  return (
    <div>
      <span className="small soft">{say("signedBy")}</span>
      <ul className="plain signatures">
        {signedBy.map((person) => (
          <li key={person}>
            <span aria-hidden="true">✓ </span>
            <By by={person} /> – {say(person === first ? "proposedBy" : "signed")}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface WordsProps {
  readonly name: string;
  readonly text: string;
  readonly lang?: string | null;
}

function Words({ name, text, lang }: WordsProps): ReactNode {
  return (
    <figure className="stack-tight">
      <figcaption className="small soft">{name}</figcaption>
      <blockquote className="quote said" dir="auto" lang={lang ?? undefined}>
        {text}
      </blockquote>
    </figure>
  );
}

function Dissents({ dissents }: { readonly dissents: readonly Dissent[] }): ReactNode {
  const say = useWords(determinationWords);
  if (dissents.length === 0) return null;
  return (
    <div className="stack-tight">
      <h4>{say("dissents")}</h4>
      <ul className="plain stack-tight">
        {dissents.map(({ id, by, reasons, lang }) => (
          <li key={id}>
            {reasons === null ? (
              say("against")
            ) : (
              <>
                <By by={by} /> {say("dissentBy")}:{" "}
                <span dir="auto" lang={lang ?? undefined}>
                  {reasons}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
