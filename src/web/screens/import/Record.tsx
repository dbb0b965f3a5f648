import type { ReactNode } from "react";
import { Button, Checkbox, CheckboxGroup, Input, Label, Text, TextField } from "react-aria-components";
import { useAgreement, useAsk, useIsInside, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { audiencesFor } from "../incident/audiences.ts";
import { desk, useDesk } from "./desk.ts";
import { isolated } from "./isolated.ts";
import { reportTotals, thingTotals } from "./totals.ts";
import { importWords } from "./words.ts";

/** For whom it is, and the button by which it becomes part of the record. */
export function Record(): ReactNode {
  const say = useWords(importWords);
  const isInside = useIsInside();
  const mayRelease = useMay("release:set");
  const { chosen } = useDesk();
  const isReady = !isInside || chosen.every(({ look }) => look.state !== "looking");
  const seen = chosen.flatMap(({ look }) => (look.state === "seen" ? [look.found] : []));
  const { added, revised, unchanged } = thingTotals(seen);
  const { read, refused } = reportTotals(seen);
  const isEmpty = seen.length === chosen.length && read === refused && added + revised + unchanged === 0;
  return (
    <section className="card stack" aria-labelledby="import-record">
      <h2 id="import-record">{say("step3")}</h2>
      {mayRelease && <Audience />}
      {isInside && <DataSet />}
      {mayRelease && <OpenSources />}
      {!isReady && <p className="soft">{say("waitLook")}</p>}
      {isReady && isEmpty && <p>{say("nothingReadable")}</p>}
      <div className="row">
        <Button className="react-aria-Button main" isDisabled={!isReady} onPress={() => desk.commit()}>
          {say(isInside ? "record" : "send", { count: chosen.length })}
        </Button>
      </div>
    </section>
  );
}

function Audience(): ReactNode {
  const say = useWords(importWords);
  const agreement = useAgreement();
  const { given } = useDesk();
  const { data } = useAsk(
    "getStanding",
    { params: { id: agreement?.id ?? "" }, query: {} },
    { isWanted: agreement?.id !== undefined },
  );
  const parties = data?.parties ?? [];
  const nameOf = (audience: string): string => {
    const key = /^party:(.*)$/u.exec(audience)?.[1];
    const party = parties.find(({ name }) => name === key);
    if (key !== undefined) return say("party", { party: isolated(party?.title ?? key) });
    return say(audience as "guarantors" | "humanitarians" | "public");
  };
  const { audience } = given;
  return (
    <CheckboxGroup value={[...audience]} onChange={(next) => desk.give({ audience: next })}>
      <Label>{say("audienceLabel")}</Label>
      <div className="import-checks">
        {audiencesFor(parties.map(({ name }) => name)).map((one) => (
          <Checkbox key={one} value={one}>
            <span className="box" aria-hidden="true">
              {audience.includes(one) ? "✓" : ""}
            </span>
            {nameOf(one)}
          </Checkbox>
        ))}
      </div>
      <Text slot="description">
        {audience.length === 0 && <strong>{say("audienceNobody")} </strong>}
        {say("audienceHelp")}
      </Text>
      {audience.includes("public") && (
        <p className="import-warn" role="alert">
          {say("publicWarning")}
        </p>
      )}
    </CheckboxGroup>
  );
}

function DataSet(): ReactNode {
  const say = useWords(importWords);
  const { given } = useDesk();
  return (
    <TextField
      className="react-aria-TextField measure"
      value={given.dataSet}
      onChange={(dataSet) => desk.give({ dataSet })}
    >
      <Label>{say("dataSet")}</Label>
      <Input dir="auto" maxLength={500} />
      <Text slot="description">{say("dataSetHelp")}</Text>
    </TextField>
  );
}

function OpenSources(): ReactNode {
  const say = useWords(importWords);
  const { given } = useDesk();
  return (
    <div>
      <Checkbox
        isSelected={given.openSources}
        onChange={(openSources) => desk.give({ openSources })}
        aria-describedby="import-open"
      >
        {({ isSelected }) => (
          <>
            <span className="box" aria-hidden="true">
              {isSelected ? "✓" : ""}
            </span>
            {say("openSources")}
          </>
        )}
      </Checkbox>
      <p id="import-open" className="small soft measure">
        {say("openSourcesHelp")}
      </p>
    </div>
  );
}
