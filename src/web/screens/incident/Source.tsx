import type { ReactNode } from "react";
import { useAsk } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { accountsWords } from "./accounts-words.ts";
import type { Chain } from "./compare.ts";
import { useHere } from "./here.ts";

/** A source by its handle; of one that is protected, that it is. Who it is stands nowhere here. */
export function Source({ id }: { readonly id: string | null }): ReactNode {
  const say = useWords(accountsWords);
  const { upTo } = useHere();
  const asked = useAsk("get:source", { params: { id: id ?? "" }, query: upTo }, { isWanted: id !== null });
  if (id === null) return <span className="soft">{say("unknownSource")}</span>;
  if (asked.error) return <span className="soft">{say("hiddenSource")}</span>;
  const { data } = asked;
  if (!data) return null;
  const isProtected = data.protection !== null && data.protection !== "open";
  return (
    <span>
      <bdi>{data.handle ?? say("hiddenSource")}</bdi>
      {isProtected && <span className="tag">{say("protectedSource")}</span>}
    </span>
  );
}

/** Through whom a report came: outlet ← who told it ← the documents behind it. */
export function SourceChain({ source, chain }: { readonly source: string | null; readonly chain: Chain }): ReactNode {
  const say = useWords(accountsWords);
  const { toldBy, documents } = chain;
  return (
    <ol className="plain chain">
      <li>
        <Source id={source} />
      </li>
      {toldBy !== undefined && (
        <li>
          <span dir="auto">{say("told", { who: toldBy })}</span>
        </li>
      )}
      {documents.map(({ office, date, headline }, at) => (
        <li key={at}>
          <span className="soft">{say("document")}: </span>
          <bdi>{[office, date].filter((part) => part !== undefined).join(", ")}</bdi> <bdi>“{headline}”</bdi>
        </li>
      ))}
    </ol>
  );
}
