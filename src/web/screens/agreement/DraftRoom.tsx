import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import type { Problem } from "../../../kit/index.ts";
import { readDraft } from "../../../language/index.ts";
import { AgreementEditor, Outline, type EditorHandle } from "../../editor/index.ts";
import { useAsk } from "../../record/index.ts";
import { useSelection } from "../../selection/index.ts";
import { useWords } from "../../words/index.ts";
import type { Provisions } from "./clauses.ts";
import { useDraft } from "./draft.ts";
import { DraftActions } from "./DraftActions.tsx";
import { DryRun } from "./DryRun.tsx";
import { useReadingNames } from "./reading-names.ts";
import { useDryRun } from "./use-dry-run.ts";
import { agreementWords } from "./words.ts";

export interface DraftRoomProps {
  readonly id: string;
  readonly provisions: Provisions;
  readonly onSaved: () => void;
}

const FIRST_PAGE = 50;
const NEXT_PAGE = 500;

/** A draft of the text, and beside it what it would change on the record. */
export function DraftRoom({ id, provisions, onSaved }: DraftRoomProps): ReactNode {
  const say = useWords(agreementWords);
  const standing = useMemo(
    () => ({ text: provisions.text.replaceAll("\r\n", "\n"), base: provisions.textItem }),
    [provisions],
  );
  const draft = useDraft(id, standing);
  const editor = useRef<EditorHandle>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [limit, setLimit] = useState(FIRST_PAGE);
  const isChanged = draft.text !== standing.text;
  const hasErrors = problems.some(({ severity }) => severity === "error");
  const dryRun = useDryRun({ id, text: draft.text, isWanted: isChanged && !hasErrors, limit });
  const actors = useActors();
  const readDocument = useMemo(() => readDraft(provisions.text), [provisions.text]);
  const nameOf = useReadingNames(provisions.readings, readDocument);
  const { selection } = useSelection();
  const goTo = useCallback((offset: number) => editor.current?.goTo(offset), []);
  return (
    <div className="draft-room">
      <div className="draft-text">
        <DraftActions
          id={id}
          provisions={provisions}
          draft={draft}
          standing={standing}
          hasErrors={hasErrors}
          onText={(text) => editor.current?.replace(text)}
          onSaved={onSaved}
        />
        <AgreementEditor ref={editor} text={draft.text} onText={draft.write} onProblems={setProblems} actors={actors} />
      </div>
      <aside className="draft-beside">
        {isChanged ? (
          <DryRun
            answer={dryRun.data}
            error={dryRun.error}
            isRunning={dryRun.isFetching}
            hasErrors={hasErrors}
            shown={selection.reading ?? "text"}
            nameOf={nameOf}
            onGoTo={goTo}
            onMore={() => setLimit(NEXT_PAGE)}
          />
        ) : (
          <p className="soft">{say("dryRunIdle")}</p>
        )}
        <details>
          <summary>{say("contents")}</summary>
          <Outline text={draft.text} onChoose={goTo} />
        </details>
      </aside>
    </div>
  );
}

/** Whom the record knows, by their keys: a worked case may name them. */
function useActors(): ReadonlyMap<string, string> {
  const listed = useAsk("list:actor", { query: { limit: 500 } }).data?.items;
  return useMemo(() => {
    const found = new Map<string, string>();
    for (const { key, name } of listed ?? []) if (key !== null) found.set(key, name ?? key);
    return found;
  }, [listed]);
}
