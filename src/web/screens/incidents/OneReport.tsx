import { useState, type FormEvent, type ReactNode } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Form,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  TextArea,
  TextField,
} from "react-aria-components";
import { Problem } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { TakingBack } from "./taking-back.ts";
import { incidentsWords } from "./words.ts";

/** The fields of the form, by the names of the columns that they fill. */
const FIELDS = [
  { column: "label", word: "what" },
  { column: "when", word: "whenTyped", isNeeded: true },
  { column: "place", word: "where" },
  { column: "side_a", word: "who" },
  { column: "side_b", word: "other" },
  { column: "acts", word: "act" },
  { column: "killed", word: "killed" },
  { column: "source", word: "source" },
  { column: "narrative", word: "narrative", isLong: true },
] as const;

/** One report, typed in. A field that is left blank is “not said”. */
export function OneReport({ taking }: { readonly taking: TakingBack }): ReactNode {
  const say = useWords(incidentsWords);
  return (
    <DialogTrigger>
      <Button>{say("form")}</Button>
      <ModalOverlay isDismissable={false}>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{say("formTitle")}</Heading>
                <ReportForm close={close} taking={taking} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

interface ReportFormProps {
  readonly close: () => void;
  readonly taking: TakingBack;
}

function ReportForm({ close, taking }: ReportFormProps): ReactNode {
  const say = useWords(incidentsWords);
  const act = useAct("recordReports");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const record = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const said = Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ""));
    const outcome = await act.run({ body: { reports: [said] } }, typed["label"] ?? say("formTitle"));
    if (outcome.state === "accepted") taking.note(outcome.answer);
    if (outcome.state !== "refused") close();
  };
  return (
    <Form onSubmit={(event) => void record(event)} className="stack">
      {FIELDS.map((field) => (
        <TextField
          key={field.column}
          value={typed[field.column] ?? ""}
          onChange={(value) => setTyped({ ...typed, [field.column]: value })}
          isRequired={"isNeeded" in field}
        >
          <Label>{say(field.word)}</Label>
          {"isLong" in field ? <TextArea dir="auto" /> : <Input dir="auto" />}
        </TextField>
      ))}
      {act.problem && <Problem problem={act.problem} />}
      <div className="row">
        <Button type="submit" className="react-aria-Button main" isDisabled={act.isRunning}>
          {say("save")}
        </Button>
        <Button onPress={close}>{say("cancel")}</Button>
      </div>
    </Form>
  );
}
