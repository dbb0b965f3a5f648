import type { ReactNode } from "react";
import { useFormats, useWords } from "../../words/index.ts";
import { accountsWords } from "./accounts-words.ts";
import type { Numbered, Said } from "./compare.ts";
import { useHere } from "./here.ts";
import { useSayDead, useSayDistance, useSayWhen } from "./When.tsx";

/** One thing that a report says, in words. */
export function SaidOf({ said }: { readonly said: Said }): ReactNode {
  const say = useWords(accountsWords);
  const { zone } = useHere();
  const sayWhen = useSayWhen(zone);
  const sayDead = useSayDead();
  switch (said.is) {
    case "when":
      return (
        <span className="stack-tight">
          <span>{sayWhen(said.when)}</span>
          {said.stated !== undefined && <Stated words={said.stated} />}
        </span>
      );
    case "where":
      return <Where said={said} />;
    case "dead":
      return sayDead(said.dead);
    case "direction":
      return <span dir="auto">{say("attacked", { actor: said.actor, target: said.target })}</span>;
    case "words":
      return <Words words={said.words} />;
    case "numbers":
      return <Numbers numbers={said.numbers} />;
  }
}

function Stated({ words }: { readonly words: string }): ReactNode {
  const say = useWords(accountsWords);
  return (
    <span className="soft small" dir="auto">
      {say("stated", { words })}
    </span>
  );
}

const PRECISIONS = {
  exact: "precisionExact",
  near: "precisionNear",
  district: "precisionDistrict",
  province: "precisionProvince",
  country: "precisionCountry",
  fuzzy: "precisionFuzzy",
  international: "precisionInternational",
  unstated: "precisionUnstated",
} as const;

function Where({ said }: { readonly said: Said & { readonly is: "where" } }): ReactNode {
  const say = useWords(accountsWords);
  const sayDistance = useSayDistance();
  const precision = PRECISIONS[said.precision as keyof typeof PRECISIONS] ?? "precisionUnstated";
  const radius = said.radiusM === undefined ? "" : ` · ${say("radius", { distance: sayDistance(said.radiusM) })}`;
  return (
    <span className="stack-tight">
      <span dir="auto">{said.stated}</span>
      <span className="soft small">
        {say(precision)}
        {radius}
      </span>
    </span>
  );
}

/** Words of a source as they are; those of the program in the language of the page. */
function Words({ words }: { readonly words: readonly string[] }): ReactNode {
  const say = useWords(accountsWords);
  return (
    <>
      {words.map((word, at) => {
        const key = accountsWords.keys.find((one) => one === word);
        return (
          <span key={word} dir="auto">
            {at > 0 && " · "}
            {key ? say(key) : <bdi>{word}</bdi>}
          </span>
        );
      })}
    </>
  );
}

function Numbers({ numbers }: { readonly numbers: readonly Numbered[] }): ReactNode {
  const say = useWords(accountsWords);
  const formats = useFormats();
  const countOf = ({ least, most }: Numbered): string => {
    const values = {
      least: least === undefined ? "" : formats.number(least),
      most: most === undefined ? "" : formats.number(most),
    };
    if (least === undefined) return say(most === undefined ? "some" : "atMost", values);
    if (most === undefined) return say("atLeast", values);
    return say(least === most ? "exactly" : "range", values);
  };
  const nameOf = ({ what, whom }: Numbered): string => {
    const key = accountsWords.keys.find((one) => one === what);
    return [key ? say(key) : what, ...(whom === undefined ? [] : [`(${whom})`])].join(" ");
  };
  return (
    <ul className="plain">
      {numbers.map((one, at) => (
        <li key={at} dir="auto">
          {say("numbered", { what: nameOf(one), count: countOf(one) })}
        </li>
      ))}
    </ul>
  );
}
