import { useState, type ReactNode } from "react";
import { Button, Checkbox } from "react-aria-components";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import { Loaded, Problem } from "../../parts/index.ts";
import { useAct, useAgreement, useAsk } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { importWords } from "./words.ts";

type Waiting = AnswerOf<Endpoints["listSubmissions"]>["items"][number];
type Accepted = AnswerOf<Endpoints["acceptSubmissions"]>["items"];

const ASKED_MS = 30_000;

/** Filled-in forms that become reports when somebody accepts them. */
export function Forms(): ReactNode {
  const say = useWords(importWords);
  const waiting = useAsk("listSubmissions", { query: {} }, { every: ASKED_MS });
  return (
    <section className="card stack-tight" aria-labelledby="import-forms">
      <h2 id="import-forms">{say("formsTitle")}</h2>
      <p className="soft measure">{say("formsLead")}</p>
      <Loaded of={waiting}>{({ items }) => <Waits items={items} />}</Loaded>
    </section>
  );
}

function Waits({ items }: { readonly items: readonly Waiting[] }): ReactNode {
  const say = useWords(importWords);
  const act = useAct("acceptSubmissions");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<Accepted | "queued">();
  const there = items.map(({ item }) => item);
  const picked = there.filter((item) => chosen.has(item));
  const accept = async (): Promise<void> => {
    const outcome = await act.run({ body: { items: picked } }, say("acceptAbout", { count: picked.length }));
    if (outcome.state === "accepted") setDone(outcome.answer.items);
    else if (outcome.state === "queued") setDone("queued");
    setChosen(new Set());
  };
  return (
    <>
      {done !== undefined && <Done done={done} />}
      {act.problem && <Problem problem={act.problem} />}
      {items.length === 0 ? (
        <p>{say("formsNone")}</p>
      ) : (
        <>
          <FormTable {...{ items, chosen }} onChoose={setChosen} />
          <div>
            <Button isDisabled={picked.length === 0 || act.isRunning} onPress={() => void accept()}>
              {say("accept", { count: picked.length })}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

interface FormTableProps {
  readonly items: readonly Waiting[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

function FormTable({ items, chosen, onChoose }: FormTableProps): ReactNode {
  const say = useWords(importWords);
  const zone = useAgreement()?.zone;
  const formats = useFormats(zone);
  const all = items.map(({ item }) => item);
  const toggle = (item: string, isOn: boolean): void =>
    onChoose(new Set(all.filter((one) => (one === item ? isOn : chosen.has(one)))));
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="import-forms">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">
              <Tick
                label={say("formsAll")}
                isSelected={all.every((item) => chosen.has(item))}
                onChange={(isOn) => onChoose(new Set(isOn ? all : []))}
              />
            </th>
            <th scope="col">{say("received")}</th>
            <th scope="col" className="number">
              {say("enclosed")}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ item, form, receivedAt, files }) => (
            <tr key={item}>
              <th scope="row">
                <Tick label={form} isSelected={chosen.has(item)} onChange={(isOn) => toggle(item, isOn)} />
              </th>
              <td>{receivedAt === null ? "" : formats.moment(receivedAt)}</td>
              <td className="number">{formats.number(files)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TickProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

function Tick({ label, isSelected, onChange }: TickProps): ReactNode {
  return (
    <Checkbox isSelected={isSelected} onChange={onChange}>
      <span className="box" aria-hidden="true">
        {isSelected ? "✓" : ""}
      </span>
      <bdi>{label}</bdi>
    </Checkbox>
  );
}

function Done({ done }: { readonly done: Accepted | "queued" }): ReactNode {
  const say = useWords(importWords);
  if (done === "queued") return <p role="status">{say("queuedForms")}</p>;
  const refused = done.filter(({ report }) => report === undefined);
  return (
    <div role="status">
      <p>{say("accepted", { count: done.length - refused.length })}</p>
      {refused.length > 0 && (
        <>
          <p>{say("notAccepted", { count: refused.length })}</p>
          <ul>
            {refused.flatMap(({ item, problems }) =>
              problems.map((problem, index) => (
                <li key={`${item} ${index}`} dir="auto">
                  {messageOf(problem)}
                </li>
              )),
            )}
          </ul>
        </>
      )}
    </div>
  );
}

function messageOf(problem: unknown): string {
  const said = problem as { readonly message?: string; readonly hint?: string };
  return [said.message, said.hint].filter((one) => one !== undefined).join(" — ");
}
