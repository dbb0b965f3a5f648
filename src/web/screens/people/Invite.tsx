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
import { needsParty, ROLES, type Role } from "../../../accounts/roles.ts";
import { appWords } from "../../app/words.ts";
import { useDoorAct } from "../../door/ask-door.ts";
import { Choice, Trouble } from "../../parts/index.ts";
import { useWords } from "../../words/index.ts";
import { peopleWords } from "./words.ts";

/** Makes an account, and the link with which its person comes in. */
export function Invite(): ReactNode {
  const say = useWords(peopleWords);
  return (
    <DialogTrigger>
      <Button className="react-aria-Button main">{say("invite")}</Button>
      <ModalOverlay isDismissable={false}>
        <Modal>
          <Dialog>
            {({ close }) => (
              <>
                <Heading slot="title">{say("invite")}</Heading>
                <InviteForm close={close} />
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function InviteForm({ close }: { readonly close: () => void }): ReactNode {
  const say = useWords(peopleWords);
  const sayApp = useWords(appWords);
  const act = useDoorAct("inviteUser");
  const [role, setRole] = useState<Role>("monitor");
  const [typed, setTyped] = useState({ name: "", email: "", party: "" });
  const [link, setLink] = useState<string>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { name, email, party } = typed;
    const made = await act.run({ name, email, role, ...(needsParty(role) ? { party } : {}) });
    setLink(made?.link);
  };
  if (link !== undefined) return <ShownLink link={link} onClose={close} />;
  return (
    <Form className="stack" onSubmit={(event) => void submit(event)}>
      <TextField value={typed.name} onChange={(name) => setTyped({ ...typed, name })} isRequired>
        <Label>{say("name")}</Label>
        <Input dir="auto" />
      </TextField>
      <TextField type="email" value={typed.email} onChange={(email) => setTyped({ ...typed, email })} isRequired>
        <Label>{say("email")}</Label>
        <Input dir="ltr" />
      </TextField>
      <Choice
        label={say("role")}
        value={role}
        options={ROLES.map((key) => ({ key, name: sayApp(key) }))}
        onChoose={setRole}
      />
      {needsParty(role) && (
        <TextField value={typed.party} onChange={(party) => setTyped({ ...typed, party })} isRequired>
          <Label>{say("party")}</Label>
          <Input dir="ltr" />
        </TextField>
      )}
      {act.error !== undefined && <Trouble error={act.error} />}
      <div className="row">
        <Button type="submit" className="react-aria-Button main" isDisabled={act.isRunning}>
          {say("inviteGo")}
        </Button>
        <Button onPress={close}>{say("cancel")}</Button>
      </div>
    </Form>
  );
}

export function ShownLink({ link, onClose }: { readonly link: string; readonly onClose: () => void }): ReactNode {
  const say = useWords(peopleWords);
  return (
    <div className="stack-tight" role="status">
      <p>{say("link")}</p>
      <TextField value={link} isReadOnly aria-label={say("again")}>
        <Input dir="ltr" className="react-aria-Input mono" />
      </TextField>
      <Button onPress={onClose}>{say("cancel")}</Button>
    </div>
  );
}
