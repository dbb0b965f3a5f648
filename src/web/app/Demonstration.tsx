import { useQuery } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { Choice } from "../parts/index.ts";
import { asked, type Caller } from "../record/index.ts";
import { useWords } from "../words/index.ts";
import { forgetHere } from "./leave.ts";
import { appWords } from "./words.ts";

/** Pages for who is nobody yet. */
const OUTSIDE: ReadonlySet<string> = new Set(["/sign-in", "/invitation"]);

interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly party: string | null;
}

/** For whom the record can be looked at, if it is a demonstration; else there is no such address. */
async function peopleOfDemonstration(): Promise<readonly Person[] | null> {
  const response = await fetch("/api/demonstration").catch(() => undefined);
  if (!response?.ok) return null;
  return ((await response.json()) as { readonly people: readonly Person[] }).people;
}

async function enterAs(account: string): Promise<void> {
  const body = JSON.stringify({ account });
  const headers = { "content-type": "application/json" };
  await fetch("/api/demonstration/enter", { method: "POST", headers, body });
}

/** Comes in where nobody was: what is on the page is asked again. */
async function enterFirst(account: string): Promise<void> {
  await enterAs(account);
  await asked.resetQueries();
}

/** Becomes somebody else. What another saw does not stay on the page. */
async function become(account: string): Promise<void> {
  await enterAs(account);
  await forgetHere();
  location.reload();
}

/** Says that this is a demonstration, and lets whoever looks be somebody else. Whoever comes first is let in as the editor. */
export function Demonstration({ caller }: { readonly caller: Caller | undefined }): ReactNode {
  const say = useWords(appWords);
  const { data: people } = useQuery({ queryKey: ["getDemonstration"], queryFn: peopleOfDemonstration });
  const isNobody = caller !== undefined && caller.account === null;
  const editor = people?.find(({ role }) => role === "editor");
  useEffect(() => {
    if (isNobody && editor && !OUTSIDE.has(location.pathname)) void enterFirst(editor.id);
  }, [isNobody, editor]);
  if (!people) return null;
  const nameOf = ({ role, name, party }: Person): string => {
    const key = appWords.keys.find((one) => one === role);
    const which = /first|second/iu.exec(name) ? ` ${/first/iu.test(name) ? 1 : 2}` : "";
    return `${key ? say(key) : role}${which}${party === null ? "" : ` (${party})`}`;
  };
  return (
    <aside className="demonstration no-print" aria-label={say("demonstrationName")}>
      <span>{say("demonstration")}</span>
      <Choice
        label={say("enterAs")}
        isLabelUnseen
        value={caller?.account ?? undefined}
        options={people.map((person) => ({ key: person.id, name: nameOf(person) }))}
        onChoose={(account) => void become(account)}
      />
    </aside>
  );
}
