import { useState, type ReactNode } from "react";
import { Button, FileTrigger } from "react-aria-components";
import { useAsk } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { desk } from "./desk.ts";
import { isolated } from "./isolated.ts";
import type { KeptImport } from "./kept.ts";
import { importWords } from "./words.ts";

/** An import that the page was closed over. With the same files it goes on; the server knows it by its key. */
export function Unfinished({ unfinished }: { readonly unfinished: KeptImport }): ReactNode {
  const say = useWords(importWords);
  const formats = useFormats(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const names = unfinished.parts.flatMap(({ files }) => files.map(({ name }) => isolated(name)));
  return (
    <section className="card stack-tight import-unfinished" aria-labelledby="import-unfinished">
      <h2 id="import-unfinished">{say("unfinishedTitle")}</h2>
      <p>
        {say("unfinished", {
          when: formats.moment(unfinished.since),
          files: formats.list(names),
          count: names.length,
        })}
      </p>
      {unfinished.parts.map(({ key }) => (
        <AtServer key={key} of={key} />
      ))}
      {missing.length > 0 && (
        <p role="alert">{say("unfinishedMissing", { files: formats.list(missing.map(isolated)) })}</p>
      )}
      <div className="row">
        <FileTrigger allowsMultiple onSelect={(files) => setMissing(desk.resume([...(files ?? [])]))}>
          <Button className="react-aria-Button main">{say("unfinishedChoose")}</Button>
        </FileTrigger>
        <Button onPress={() => desk.forgetUnfinished()}>{say("unfinishedForget")}</Button>
      </div>
    </section>
  );
}

const ASKED_MS = 2000;

/** How far the server has come meanwhile. */
function AtServer({ of: key }: { readonly of: string }): ReactNode {
  const say = useWords(importWords);
  const { data } = useAsk("getImport", { params: { key } }, { every: ASKED_MS });
  if (!data || data.file === null) return null;
  const said = { rows: data.rows, file: isolated(data.file) };
  if (data.state === "done") return <p>{say("unfinishedDone", said)}</p>;
  return data.state === "reading" ? <p>{say("unfinishedServer", said)}</p> : null;
}
