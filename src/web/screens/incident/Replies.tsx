import { useState, type ReactNode } from "react";
import { useAsk, useCaller, useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { AskParty } from "./AskParty.tsx";
import { firstQuestion } from "./findings.ts";
import { Told } from "./forms.tsx";
import { useHere } from "./here.ts";
import { AnswerForm } from "./AnswerForm.tsx";
import type { Reply } from "./things.ts";
import { CheckForm, ExtendForm, WithdrawForm } from "./ReplyForms.tsx";
import { replyWords } from "./reply-words.ts";
import { clockOf, lengthKey } from "./times.ts";
import { useFindings } from "./use-findings.ts";
import { useNow } from "./use-now.ts";
import { useParties } from "./use-parties.ts";
import { incidentWords } from "./words.ts";

/** Words with their language, as the record keeps them. */
interface Said {
  readonly text: string;
  readonly lang?: string;
}

interface ReplyBody {
  readonly question?: Said;
  readonly answer?: Said;
  readonly remedy?: Said;
  readonly remedyChecked?: Said & { readonly isKept: boolean | null };
  readonly extensions?: readonly (Said & { readonly from: string; readonly to: string })[];
}

export function bodyOf({ body }: Reply): ReplyBody {
  return (body ?? {}) as ReplyBody;
}

/** What parties were asked, and answered, with their clocks. */
export function Replies(): ReactNode {
  const say = useWords(replyWords);
  const sayIncident = useWords(incidentWords);
  const { id, asOf, upTo } = useHere();
  const { explanation } = useFindings();
  const replies = useAsk("list:reply", { query: { incident: id, ...upTo } }, { keepsBefore: true }).data?.items;
  const mayAsk = useMay("reply:request") && asOf === undefined;
  const [told, setTold] = useState<string>();
  return (
    <section id="replies" className="stack" aria-labelledby="replies-title">
      <h2 id="replies-title">{sayIncident("replies")}</h2>
      <p className="soft measure">{say("lead")}</p>
      {told !== undefined && <Told>{told}</Told>}
      {replies?.length === 0 && <p>{say("none")}</p>}
      <div className="grid wide-grid">
        {(replies ?? []).map((reply) => (
          <OneReply key={reply.id} reply={reply} onTold={setTold} />
        ))}
      </div>
      {mayAsk && (
        <div className="row">
          <AskParty first={explanation && firstQuestion(explanation, undefined)} />
        </div>
      )}
    </section>
  );
}

interface OneReplyProps {
  readonly reply: Reply;
  readonly onTold: (told: string) => void;
}

function OneReply({ reply, onTold }: OneReplyProps): ReactNode {
  const say = useWords(replyWords);
  const { zone } = useHere();
  const formats = useFormats(zone);
  const { question, answer, extensions = [] } = bodyOf(reply);
  return (
    <article className="card stack-tight">
      <h3 dir="auto">{say("askedOf", { party: usePartyName()(reply.party ?? "") })}</h3>
      <ClockSaid reply={reply} />
      {reply.askedAt !== null && (
        <p className="soft small">{say("askedAt", { when: formats.moment(reply.askedAt) })}</p>
      )}
      {extensions.map(({ from, to, text }) => (
        <p key={to} className="small" dir="auto">
          {say("extended", { from: formats.moment(from), to: formats.moment(to), reasons: text })}
        </p>
      ))}
      {question && <Quoted name={say("question")} said={question} />}
      {reply.enclosed !== null && <p className="small">{say("enclosed")}</p>}
      {answer ? <Answered reply={reply} answer={answer} /> : <p>{say("noAnswer")}</p>}
      <Remedy reply={reply} />
      <Doing reply={reply} onTold={onTold} />
    </article>
  );
}

function usePartyName(): (party: string) => string {
  const parties = useParties();
  return (party) => parties.find(({ key }) => key === party)?.name ?? party;
}

/** How long is left, or by how much it is late: in words, told again each minute. */
function ClockSaid({ reply: { dueAt, answeredAt } }: { readonly reply: Reply }): ReactNode {
  const say = useWords(replyWords);
  const { zone } = useHere();
  const formats = useFormats(zone);
  const clock = clockOf({ dueAt, doneAt: answeredAt }, useNow());
  if (clock.state === "none" || dueAt === null) return <p className="soft">{say("noClock")}</p>;
  const { left, state } = clock;
  const length = say(lengthKey(left), { ...left }).trim();
  const when = formats.moment(answeredAt ?? dueAt);
  return (
    <p className={`clock clock-${state}`}>
      <span aria-hidden="true">{state === "running" ? "◔ " : state === "overdue" ? "! " : "✓ "}</span>
      <strong>{say(state, { length, when })}</strong>
    </p>
  );
}

function Quoted({ name, said }: { readonly name: string; readonly said: Said }): ReactNode {
  return (
    <figure className="stack-tight">
      <figcaption className="small soft">{name}</figcaption>
      <blockquote className="quote said" dir="auto" lang={said.lang}>
        {said.text}
      </blockquote>
    </figure>
  );
}

function Answered({ reply, answer }: { readonly reply: Reply; readonly answer: Said }): ReactNode {
  const say = useWords(replyWords);
  const position = replyWords.keys.find((one) => one === reply.position);
  return (
    <>
      <p>
        {say("position")}: <strong>{position ? say(position) : (reply.position ?? "")}</strong>
      </p>
      <Quoted name={say("answer")} said={answer} />
      {reply.item !== null && <p className="small soft">{say("letter")}</p>}
    </>
  );
}

function Remedy({ reply }: { readonly reply: Reply }): ReactNode {
  const say = useWords(replyWords);
  const { zone } = useHere();
  const formats = useFormats(zone);
  const { remedy, remedyChecked } = bodyOf(reply);
  if (!remedy) return null;
  const found =
    remedyChecked &&
    { true: "remedyDone", false: "remedyNot", null: "remedyUnknown" }[String(remedyChecked.isKept) as "true"];
  return (
    <>
      <Quoted name={say("remedy")} said={remedy} />
      {reply.remedyDue !== null && <p>{say("remedyBy", { when: formats.moment(reply.remedyDue) })}</p>}
      {found !== undefined && <p>{say(found as "remedyDone")}</p>}
      {remedyChecked && <p dir="auto">{remedyChecked.text}</p>}
    </>
  );
}

/** What can be done: the party's liaison answers; the team records, gives time, takes back, checks. */
function Doing({ reply, onTold }: OneReplyProps): ReactNode {
  const { asOf } = useHere();
  const caller = useCaller();
  const may = {
    give: useMay("reply:give"),
    record: useMay("reply:record"),
    request: useMay("reply:request"),
  };
  if (asOf !== undefined) return null;
  const isAnswered = reply.answeredAt !== null;
  const { remedy, remedyChecked } = bodyOf(reply);
  const isOwn = may.give && caller?.party === reply.party;
  return (
    <div className="row no-print">
      {isOwn && !isAnswered && <AnswerForm reply={reply} as="giveReply" onTold={onTold} />}
      {may.record && <AnswerForm reply={reply} as="recordReply" onTold={onTold} />}
      {may.request && (!isAnswered || reply.remedyDue !== null) && <ExtendForm reply={reply} onTold={onTold} />}
      {may.request && !isAnswered && <WithdrawForm reply={reply} onTold={onTold} />}
      {may.record && remedy && !remedyChecked && <CheckForm reply={reply} onTold={onTold} />}
    </div>
  );
}
