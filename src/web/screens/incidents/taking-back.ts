import { useState } from "react";
import type { AnswerOf, Endpoints, ProblemSaid } from "../../../api/contract.ts";
import { useAct } from "../../record/index.ts";
import { useLanguage, useWords } from "../../words/index.ts";
import { incidentsWords } from "./words.ts";

export type Recorded = AnswerOf<Endpoints["recordPastedTable"]>;

export interface TakingBack {
  /** Recorded just now, until the notice of it is taken away. */
  readonly reports: readonly string[];
  readonly state: "recorded" | "queued" | "undone";
  readonly problem: ProblemSaid | undefined;
  readonly isRunning: boolean;
  readonly note: (recorded: Recorded) => void;
  readonly undo: () => Promise<void>;
  readonly dismiss: () => void;
}

interface Just {
  readonly reports: readonly string[];
  readonly state: TakingBack["state"];
}

const NOTHING: Just = { reports: [], state: "recorded" };

/** What was recorded just now can be taken back, from where it was recorded and from the screen below. */
export function useTakingBack(): TakingBack {
  const say = useWords(incidentsWords);
  const { language } = useLanguage();
  const [just, setJust] = useState<Just>(NOTHING);
  const { run, problem, isRunning, clear } = useAct("withdrawReports");
  const show = (next: Just): void => {
    clear();
    setJust(next);
  };
  return {
    ...just,
    problem,
    isRunning,
    note: (recorded) => show({ reports: newIn(recorded), state: "recorded" }),
    undo: async () => {
      const { reports } = just;
      const body = { reports: [...reports], reasons: { text: say("undoReason"), lang: language } };
      const { state } = await run({ body }, say("undoAbout", { count: reports.length }));
      if (state !== "refused") setJust({ reports, state: state === "accepted" ? "undone" : "queued" });
    },
    dismiss: () => show(NOTHING),
  };
}

/** Where some of them were in the record before, it cannot be told which are new: none is taken back unseen. */
export function newIn({ counts, reports }: Recorded): readonly string[] {
  return counts["added"] === reports.length ? reports.map(({ report }) => report) : [];
}
