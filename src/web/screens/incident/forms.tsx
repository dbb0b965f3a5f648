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
  Text,
  TextArea,
  TextField,
} from "react-aria-components";
import type { ProblemSaid } from "../../../api/contract.ts";
import { Problem } from "../../parts/index.ts";
import { useLanguage, useWords } from "../../words/index.ts";
import { incidentWords } from "./words.ts";

export interface ActFormProps {
  /** On the button that opens it. */
  readonly name: string;
  readonly title?: string;
  /** On the button that does it. */
  readonly does: string;
  readonly look?: "main" | "danger" | "quiet";
  readonly isReady: boolean;
  readonly isRunning: boolean;
  readonly problem: ProblemSaid | undefined;
  /** Whether it was taken: then the form closes. */
  readonly send: () => Promise<boolean>;
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** A button with a form behind it that does one act, and stays open with what is wrong as long as it is refused. */
export function ActForm(props: ActFormProps): ReactNode {
  const { name, title = name, look, onOpen } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (next) onOpen?.();
        setOpen(next);
      }}
    >
      <Button className={`react-aria-Button no-print ${look ?? ""}`}>{name}</Button>
      <ModalOverlay isDismissable>
        <Modal>
          <Dialog>
            <Heading slot="title">{title}</Heading>
            <FormInside {...props} close={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function FormInside({
  does,
  look,
  isReady,
  isRunning,
  problem,
  send,
  children,
  close,
}: ActFormProps & { readonly close: () => void }): ReactNode {
  const say = useWords(incidentWords);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady || isRunning) return;
    void sendAndClose(send, close);
  };
  return (
    <Form className="stack" onSubmit={submit}>
      {children}
      {problem && <Problem problem={problem} />}
      <div className="row">
        <Button
          type="submit"
          className={`react-aria-Button ${look === "danger" ? "danger" : "main"}`}
          isDisabled={!isReady || isRunning}
        >
          {does}
        </Button>
        <Button className="react-aria-Button quiet" onPress={close}>
          {say("cancel")}
        </Button>
      </div>
    </Form>
  );
}

async function sendAndClose(send: ActFormProps["send"], close: () => void): Promise<void> {
  if (await send()) close();
}

export interface FieldProps {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired?: boolean;
  /** Lines that are shown; one: a single line. */
  readonly lines?: number;
  readonly type?: "text" | "date" | "datetime-local";
}

/** Words of people: in any script. */
export function Field({
  label,
  help,
  value,
  onChange,
  isRequired = false,
  lines = 1,
  type = "text",
}: FieldProps): ReactNode {
  return (
    <TextField value={value} onChange={onChange} isRequired={isRequired}>
      <Label>{label}</Label>
      {lines > 1 ? (
        <TextArea rows={lines} dir="auto" />
      ) : (
        <Input type={type} dir={type === "text" ? "auto" : undefined} />
      )}
      {help !== undefined && <Text slot="description">{help}</Text>}
    </TextField>
  );
}

/** Why somebody does something: kept with the entry of the ledger. */
export function Reason({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const say = useWords(incidentWords);
  return <Field label={say("reason")} help={say("reasonHelp")} value={value} onChange={onChange} isRequired />;
}

/** Words with their language: Arabic by its letters, else that of the page. */
export function useWordsOf(): (text: string) => { readonly text: string; readonly lang: string } {
  const { language } = useLanguage();
  return (text) => {
    const isArabic = /\p{Script=Arabic}/u.test(text);
    const lang = isArabic ? "ar" : language === "ar" ? "en" : language;
    return { text, lang };
  };
}

/** What came of an act, read out when it comes. */
export function Told({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div role="status" className="told">
      {children}
    </div>
  );
}
