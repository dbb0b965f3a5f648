import { useMemo, useState, type ReactNode } from "react";
import { Button, Dialog, DialogTrigger, FileTrigger, Heading, Modal } from "react-aria-components";
import { ProblemAnswer } from "../../../api/client.ts";
import { parseAgreement } from "../../../language/index.ts";
import { Trouble } from "../../parts/index.ts";
import { askAgain, client, useMay } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { Provisions } from "./clauses.ts";
import type { DraftInHand } from "./draft.ts";
import type { KeptDraft } from "./draft-kept.ts";
import { isolated } from "./reading-names.ts";
import { agreementWords } from "./words.ts";

export interface DraftActionsProps {
  readonly id: string;
  readonly provisions: Provisions;
  readonly draft: DraftInHand;
  /** The text that stands, as the editor has it. */
  readonly standing: KeptDraft;
  readonly hasErrors: boolean;
  /** Puts another text into the editor. */
  readonly onText: (text: string) => void;
  readonly onSaved: () => void;
}

/** Saving, files, and throwing away. */
export function DraftActions(props: DraftActionsProps): ReactNode {
  const { provisions, draft, standing, hasErrors, onText } = props;
  const say = useWords(agreementWords);
  const mayRecord = useMay("agreement:record");
  const may = useMay("item:receive") && mayRecord;
  const [said, setSaid] = useState<string>();
  const isChanged = draft.text !== standing.text;
  // Somebody saved another text since the draft was begun.
  const isPast = draft.base !== provisions.textItem;
  const { id: found } = useMemo(() => parseAgreement(draft.text).agreement.meta, [draft.text]);
  const isOther = found !== provisions.key;
  const open = async (file: File): Promise<void> => {
    const text = textIn(await file.arrayBuffer());
    if (text === undefined) return setSaid(say("notText", { name: file.name }));
    onText(text);
    setSaid(say("opened", { name: file.name }));
  };
  const discard = (): void => {
    onText(standing.text);
    draft.rebase(standing.base);
    draft.forget();
  };
  return (
    <div className="draft-actions stack-tight no-print">
      <div className="row">
        {may && <Save {...props} isReady={isChanged && !hasErrors && !isPast && !isOther} />}
        <Button onPress={() => saveFile(`${provisions.key}.md`, draft.text)}>{say("download")}</Button>
        <FileTrigger
          acceptedFileTypes={[".md", ".txt", "text/markdown", "text/plain"]}
          onSelect={(files) => {
            if (files?.[0]) void open(files[0]);
          }}
        >
          <Button>{say("open")}</Button>
        </FileTrigger>
        <Confirmed
          title={say("discardTitle")}
          about={say("discardAbout")}
          yes={say("discardYes")}
          onYes={discard}
          isDanger
        >
          <Button isDisabled={!isChanged && !isPast}>{say("discard")}</Button>
        </Confirmed>
      </div>
      {isPast && <Conflict {...props} />}
      {said !== undefined && <p role="status">{said}</p>}
      <p className="soft small" role="status">
        {isChanged ? say(draft.isKept ? "keptHere" : "notKept") : say("unchanged")}
      </p>
      {isChanged && isOther && !hasErrors && (
        <p className="small" role="alert">
          {say("otherId", { found: isolated(found), wanted: isolated(provisions.key) })}
        </p>
      )}
      {isChanged && !may && <p className="small">{say("mayNot")}</p>}
      {isChanged && may && hasErrors && <p className="small">{say("hasErrors")}</p>}
    </div>
  );
}

function Save({ id, draft, isReady, onSaved }: DraftActionsProps & { readonly isReady: boolean }): ReactNode {
  const say = useWords(agreementWords);
  const [error, setError] = useState<unknown>();
  const save = async (): Promise<void> => {
    setError(undefined);
    try {
      // The version that the draft is a change of: whoever saves meanwhile is seen by the server.
      const { row: seen, textItem } = await client.ask("get:agreement", { params: { id } });
      if (seen === undefined || textItem !== draft.base) return await askAgain();
      await client.ask("recordText", { params: { id }, body: { seen, text: draft.text }, key: crypto.randomUUID() });
      draft.forget();
      onSaved();
      await askAgain();
    } catch (thrown) {
      setError(thrown);
      if (thrown instanceof ProblemAnswer && thrown.problem.status === 409) await askAgain();
    }
  };
  return (
    <>
      <Confirmed title={say("saveTitle")} about={say("saveAbout")} yes={say("saveYes")} onYes={() => void save()}>
        <Button className={isReady ? "react-aria-Button main" : "react-aria-Button"} isDisabled={!isReady}>
          {say("save")}
        </Button>
      </Confirmed>
      {error !== undefined && <Trouble error={error} />}
    </>
  );
}

function Conflict({ provisions, draft, standing }: DraftActionsProps): ReactNode {
  const say = useWords(agreementWords);
  return (
    <div className="conflict" role="alert">
      <p>
        <strong>{say("conflict")}</strong>
      </p>
      <p>{say("conflictAbout")}</p>
      <div className="row">
        <Button onPress={() => saveFile(`${provisions.key}.now.md`, standing.text)}>{say("conflictTheirs")}</Button>
        <Button onPress={() => draft.rebase(provisions.textItem)}>{say("conflictMine")}</Button>
      </div>
    </div>
  );
}

interface ConfirmedProps {
  readonly title: string;
  readonly about: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly isDanger?: boolean;
  readonly children: ReactNode;
}

/** A button whose deed is asked about once more. */
function Confirmed({ title, about, yes, onYes, isDanger = false, children }: ConfirmedProps): ReactNode {
  const say = useWords(agreementWords);
  return (
    <DialogTrigger>
      {children}
      <Modal isDismissable>
        <Dialog role="alertdialog">
          {({ close }) => (
            <div className="stack">
              <Heading slot="title">{title}</Heading>
              <p>{about}</p>
              <div className="row">
                <Button
                  className={isDanger ? "react-aria-Button danger" : "react-aria-Button main"}
                  onPress={() => {
                    close();
                    onYes();
                  }}
                >
                  {yes}
                </Button>
                <Button onPress={close}>{say("cancel")}</Button>
              </div>
            </div>
          )}
        </Dialog>
      </Modal>
    </DialogTrigger>
  );
}

/** The text of a file; nothing, if its bytes are none. */
function textIn(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
