import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components";
import type { AnswerOf, Endpoints } from "../../../api/contract.ts";
import { Choice, Loaded, Page, Trouble } from "../../parts/index.ts";
import { client, useAsk } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { actInWords, incidentIn } from "./acts.ts";
import { actWords } from "./act-words.ts";
import { ledgerWords } from "./words.ts";
import "./ledger.css";

type Page_ = AnswerOf<Endpoints["listLedger"]>;
type Entry = Page_["items"][number];

const PAGE = 50;

/** Who changed what and when, and whether all is still as it was recorded. */
export function Screen(): ReactNode {
  const say = useWords(ledgerWords);
  const [pages, setPages] = useState<readonly (number | undefined)[]>([undefined]);
  const [act, setAct] = useState("");
  const last = useAsk("listLedger", { query: queryOf(pages.at(-1)) });
  return (
    <Page title={say("title")} lead={say("lead")} actions={<Checkpoint />}>
      <Verification />
      <section className="card stack-tight" aria-labelledby="entries">
        <h2 id="entries">{say("entries")}</h2>
        <Loaded of={last}>
          {({ next }) => (
            <>
              <Entries pages={pages} act={act} onAct={setAct} />
              {next !== null && <Button onPress={() => setPages([...pages, next])}>{say("more")}</Button>}
            </>
          )}
        </Loaded>
      </section>
    </Page>
  );
}

function queryOf(before: number | undefined): { readonly limit: number; readonly before?: number } {
  return { limit: PAGE, ...(before === undefined ? {} : { before }) };
}

interface EntriesProps {
  readonly pages: readonly (number | undefined)[];
  readonly act: string;
  readonly onAct: (act: string) => void;
}

function Entries({ pages, act, onAct }: EntriesProps): ReactNode {
  const say = useWords(ledgerWords);
  const sayAct = useWords(actWords);
  return (
    <>
      <div className="ledger-filter">
        <Choice
          label={say("onlyAct")}
          value={act}
          options={[
            { key: "", name: say("all") },
            ...actWords.keys.map((key) => ({ key: key as string, name: sayAct(key) })),
          ]}
          onChoose={onAct}
        />
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={say("entries")}>
        <table className="plain">
          <thead>
            <tr>
              {(["seq", "at", "act", "by", "rows", "hash"] as const).map((key) => (
                <th key={key} scope="col">
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          {pages.map((before) => (
            <EntriesOfPage key={before ?? "latest"} before={before} act={act} />
          ))}
        </table>
      </div>
    </>
  );
}

function EntriesOfPage({ before, act }: { readonly before: number | undefined; readonly act: string }): ReactNode {
  const page = useAsk("listLedger", { query: queryOf(before) }).data;
  const shown = page?.items.filter((entry) => act === "" || entry.act === act) ?? [];
  return (
    <tbody>
      {shown.map((entry) => (
        <EntryRow key={entry.seq} entry={entry} />
      ))}
    </tbody>
  );
}

function EntryRow({ entry }: { readonly entry: Entry }): ReactNode {
  const say = useWords(ledgerWords);
  const sayAct = useWords(actWords);
  const formats = useFormats();
  const { seq, at, act, by, reason, rows, hash, body } = entry;
  const incident = incidentIn(body);
  return (
    <tr id={`entry-${seq}`}>
      <th scope="row" className="number">
        {seq}
      </th>
      <td>{formats.moment(at)}</td>
      <td>
        {actInWords(act, sayAct)}
        {reason !== null && (
          <p className="small soft" dir="auto">
            {say("reason")}: {reason}
          </p>
        )}
        {incident !== undefined && (
          <p className="small">
            <Link to="/incidents/$id" params={{ id: incident }}>
              {say("incident")}
            </Link>
          </p>
        )}
      </td>
      <td className="mono">
        <bdi>{by.length > 20 ? by.slice(0, 8) : by}</bdi>
      </td>
      <td>
        <bdi>{rows.map(({ noun, count }) => `${noun} ${formats.number(count)}`).join(", ")}</bdi>
      </td>
      <td className="mono" title={hash}>
        <bdi>{hash.slice(0, 12)}</bdi>
      </td>
    </tr>
  );
}

type Verified = AnswerOf<Endpoints["verifyLedger"]>;

function Verification(): ReactNode {
  const say = useWords(ledgerWords);
  const [verified, setVerified] = useState<Verified>();
  const [error, setError] = useState<unknown>();
  const [isRunning, setRunning] = useState(false);
  const verify = async (): Promise<void> => {
    setRunning(true);
    setVerified(undefined);
    setError(undefined);
    await client.ask("verifyLedger", {}).then(setVerified, setError);
    setRunning(false);
  };
  return (
    <section className="card stack-tight" aria-live="polite">
      <div className="row">
        <Button className="react-aria-Button main" isDisabled={isRunning} onPress={() => void verify()}>
          {say("verify")}
        </Button>
        {isRunning && <span>{say("verifying")}</span>}
      </div>
      {error !== undefined && <Trouble error={error} again={() => void verify()} />}
      {verified && <Result verified={verified} />}
    </section>
  );
}

function Result({ verified }: { readonly verified: Verified }): ReactNode {
  const say = useWords(ledgerWords);
  const { discrepancies, notCovered, entries, rows, items, checkpoints } = verified;
  return (
    <>
      {discrepancies.length === 0 ? (
        <p className="ledger-whole">✓ {say("whole", { entries, rows, items, checkpoints })}</p>
      ) : (
        <div role="alert">
          <p>
            <strong>{say("broken", { count: discrepancies.length })}</strong>
          </p>
          <ul>
            {discrepancies.map(({ where, what, entry }, index) => (
              <li key={index} dir="auto">
                {where}: {what} {entry !== undefined && `(${say("inEntry", { seq: entry })})`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {notCovered.length > 0 && <p className="small soft">{say("notCovered", { what: notCovered.join(", ") })}</p>}
    </>
  );
}

function Checkpoint(): ReactNode {
  const say = useWords(ledgerWords);
  const [error, setError] = useState<unknown>();
  const download = async (): Promise<void> => {
    const checkpoint = await client.ask("getCheckpoint", {});
    const address = URL.createObjectURL(new Blob([`${JSON.stringify(checkpoint)}\n`], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `checkpoint-${checkpoint.seq}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return (
    <div className="ledger-checkpoint">
      <Button onPress={() => void download().catch(setError)}>{say("checkpoint")}</Button>
      <p className="small soft">{say("checkpointAbout")}</p>
      {error !== undefined && <Trouble error={error} again={() => setError(undefined)} />}
    </div>
  );
}
