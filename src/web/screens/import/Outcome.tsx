import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "react-aria-components";
import { Problem } from "../../parts/index.ts";
import { useAsk, useIsInside, useMay } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import type { Received } from "./chosen.ts";
import { desk, useDesk, type Sending } from "./desk.ts";
import { isolated } from "./isolated.ts";
import type { FileProblem } from "./problem-groups.ts";
import { Problems } from "./Problems.tsx";
import { addsUp, reportTotals, thingTotals } from "./totals.ts";
import { useKind } from "./use-kind.ts";
import { importWords } from "./words.ts";

/** What became of each file, in numbers that add up, and the way on. */
export function Outcome(): ReactNode {
  const say = useWords(importWords);
  const { sendings } = useDesk();
  const isInside = useIsInside();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const files = sendings.flatMap(({ step }) => (step.state === "done" ? step.files : []));
  const isWhole = sendings.every(({ step }) => step.state === "done");
  return (
    <>
      <section className="card stack" aria-labelledby="import-over">
        <h2 id="import-over" ref={title} tabIndex={-1}>
          {say("overTitle")}
        </h2>
        <p role="status">{say(isWhole ? (isInside ? "overDone" : "overSent") : "overSome")}</p>
        {sendings.map((sending) => (
          <NotDone key={sending.key} sending={sending} />
        ))}
        {files.length > 0 && (isInside ? <Summary files={files} /> : <Receipts files={files} />)}
        {isInside && files.length > 0 && <Onward files={files} />}
        <div className="row">
          <Button className={isWhole ? "react-aria-Button main" : "react-aria-Button"} onPress={() => desk.anew()}>
            {say("again")}
          </Button>
          <Button onPress={() => desk.back()}>{say("back")}</Button>
        </div>
      </section>
      {isInside && files.length > 0 && <Problems problems={problemsOf(files)} note={say("refusedRows")} />}
    </>
  );
}

function problemsOf(files: readonly Received[]): readonly FileProblem[] {
  return files.flatMap(({ name, problems = [] }) =>
    (problems as unknown as readonly FileProblem[]).map((problem) => ({ ...problem, file: name })),
  );
}

function NotDone({ sending }: { readonly sending: Sending }): ReactNode {
  const say = useWords(importWords);
  const formats = useFormats();
  const { step, files } = sending;
  if (step.state === "done") return null;
  return (
    <div className="stack-tight">
      <p>
        <bdi>{formats.list(files.map(({ name }) => isolated(name)))}</bdi>:{" "}
        {say(step.state === "refused" ? "stateRefused" : "stateCancelled")}
      </p>
      {step.state === "refused" && <Problem problem={step.problem} />}
    </div>
  );
}

const COLUMNS = ["file", "whatItIs", "read", "added", "revised", "unchanged", "left"] as const;
const NUMBERS = ["read", "added", "revised", "unchanged", "refused"] as const;

function Summary({ files }: { readonly files: readonly Received[] }): ReactNode {
  const say = useWords(importWords);
  const formats = useFormats();
  const kindOf = useKind();
  const totals = reportTotals(files);
  const things = thingTotals(files);
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="import-over">
        <table className="plain">
          <thead>
            <tr>
              {COLUMNS.map((key, index) => (
                <th key={key} scope="col" className={index > 1 ? "number" : ""}>
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.item + file.name}>
                <th scope="row">
                  <bdi>{file.name}</bdi>
                </th>
                <td>{kindOf(file)}</td>
                {NUMBERS.map((key) => (
                  <td key={key} className="number">
                    {formats.number(reportTotals([file])[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {files.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {say("total")}
                </th>
                {NUMBERS.map((key) => (
                  <td key={key} className="number">
                    <strong>{formats.number(totals[key])}</strong>
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <p className={addsUp(totals) ? "" : "trouble"}>{say(addsUp(totals) ? "addsUp" : "addsUpNot", { ...totals })}</p>
      {things.added + things.revised + things.unchanged > 0 && <p>{say("thingsToo", { ...things })}</p>}
    </>
  );
}

/** For whoever may not see what became of them: by this the team finds the file again. */
function Receipts({ files }: { readonly files: readonly Received[] }): ReactNode {
  const say = useWords(importWords);
  return (
    <dl className="stack-tight">
      {files.map(({ name, item }) => (
        <div key={item + name}>
          <dt>
            <bdi>{name}</bdi> · <span className="soft small">{say("receipt")}</span>
          </dt>
          <dd className="mono import-receipt">{item}</dd>
        </div>
      ))}
    </dl>
  );
}

const ENTRIES = 100;

function Onward({ files }: { readonly files: readonly Received[] }): ReactNode {
  const say = useWords(importWords);
  const { selection } = useSelection();
  const mayReadLedger = useMay("ledger:read");
  const { data } = useAsk("listLedger", { query: { limit: ENTRIES } }, { isWanted: mayReadLedger });
  const items = new Set(files.map(({ item }) => item));
  const entries = (data?.items ?? []).filter(({ act, body }) => act === "receive-item" && items.has(itemOf(body)));
  return (
    <>
      <p className="soft">{say("judging")}</p>
      <p className="row">
        <Link to="/incidents" search={selection}>
          {say("toIncidents")}
        </Link>
        <Link to="/" search={selection}>
          {say("toToday")}
        </Link>
        {entries.map(({ seq }) => (
          <Link key={seq} to="/ledger" search={selection} hash={`entry-${seq}`}>
            {say("ledgerEntry", { seq })}
          </Link>
        ))}
      </p>
    </>
  );
}

function itemOf(body: unknown): string {
  const item = typeof body === "object" && body !== null && "item" in body ? body.item : undefined;
  return typeof item === "string" ? item : "";
}
