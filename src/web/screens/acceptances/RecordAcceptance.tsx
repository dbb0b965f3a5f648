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
  TextField,
} from "react-aria-components";
import { ACCEPTANCE_STANDINGS } from "../../../domain/index.ts";
import { Choice, Problem } from "../../parts/index.ts";
import { useAct } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { Conditions } from "./graph.ts";
import { useNameOf } from "./use-name-of.ts";
import { acceptancesWords } from "./words.ts";

export interface RecordAcceptanceProps {
  readonly agreement: string;
  readonly conditions: Conditions;
}

/** What somebody said of the text, with who says so. */
export function RecordAcceptance(props: RecordAcceptanceProps): ReactNode {
  const say = useWords(acceptancesWords);
  return (
    <DialogTrigger>
      <Button>{say("record")}</Button>
      <ModalOverlay isDismissable={false}>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{say("record")}</Heading>
                <AcceptanceForm {...props} close={close} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

type Standing = (typeof ACCEPTANCE_STANDINGS)[number];

function AcceptanceForm({
  agreement,
  conditions,
  close,
}: RecordAcceptanceProps & { readonly close: () => void }): ReactNode {
  const say = useWords(acceptancesWords);
  const nameOf = useNameOf(conditions);
  const act = useAct("recordAcceptance");
  const accepts = conditions.nodes.filter(({ kind }) => kind === "accept").map(({ name }) => name);
  const actors = [...new Set(conditions.acceptances.map(({ actor }) => actor))];
  const [accept, setAccept] = useState(accepts[0]);
  const [actor, setActor] = useState<string>();
  const [standing, setStanding] = useState<Standing>("accepted");
  const [typed, setTyped] = useState({ at: "", to: "", through: "", source: "", note: "" });
  const field = (name: keyof typeof typed, label: string, isRequired = false): ReactNode => (
    <TextField value={typed[name]} onChange={(value) => setTyped({ ...typed, [name]: value })} isRequired={isRequired}>
      <Label>{label}</Label>
      <Input dir="auto" />
    </TextField>
  );
  const record = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (actor === undefined || accept === undefined) return;
    const { source, ...others } = typed;
    const said = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ""));
    const outcome = await act.run({ body: { agreement, actor, accept, standing, source, ...said } }, nameOf(actor));
    if (outcome.state !== "refused") close();
  };
  const named = (keys: readonly string[]) => keys.map((key) => ({ key, name: nameOf(key) }));
  return (
    <Form className="stack" onSubmit={(event) => void record(event)}>
      <Choice label={say("actor")} value={actor} options={named(actors)} onChoose={setActor} />
      <Choice label={say("accept")} value={accept} options={named(accepts)} onChoose={setAccept} />
      <Choice
        label={say("standing")}
        value={standing}
        options={ACCEPTANCE_STANDINGS.map((key) => ({ key, name: standingWord(key, say) }))}
        onChoose={setStanding}
      />
      {field("at", say("at"))}
      {field("to", say("receives"))}
      {field("source", say("source"), true)}
      {field("note", say("note"))}
      {act.problem && <Problem problem={act.problem} />}
      <div className="row">
        <Button type="submit" className="react-aria-Button main" isDisabled={act.isRunning || actor === undefined}>
          {say("save")}
        </Button>
        <Button onPress={close}>{say("cancel")}</Button>
      </div>
    </Form>
  );
}

function standingWord(standing: Standing, say: (key: (typeof acceptancesWords)["keys"][number]) => string): string {
  const known = acceptancesWords.keys.find((key) => key === standing);
  return known === undefined ? standing : say(known);
}
