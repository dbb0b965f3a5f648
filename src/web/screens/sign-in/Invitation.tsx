import { Link } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactNode } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { ProblemAnswer } from "../../../api/client.ts";
import { useDoorAct } from "../../door/ask-door.ts";
import { Page } from "../../parts/index.ts";
import { useWords } from "../../words/index.ts";
import { WayInTrouble } from "./SignIn.tsx";
import { signInWords } from "./words.ts";
import "./sign-in.css";

/** The token behind `#`, which no server and no log ever sees; it is taken out of the address at once. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== "") history.replaceState(history.state, "", location.pathname);
  return token;
}

/** Behind the link of an invitation: whoever has it chooses the password, once. */
export function Screen(): ReactNode {
  const say = useWords(signInWords);
  const [token] = useState(takeToken);
  const act = useDoorAct("acceptInvitation");
  const [password, setPassword] = useState("");
  const [email, setEmail] = useState<string>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await act.run({ token, password });
    if (answer) setEmail(answer.email);
  };
  const isGone = act.error instanceof ProblemAnswer && act.error.problem.code === "invitation-gone";
  return (
    <Page title={say("invitation")} lead={email === undefined && token !== "" ? say("invitationLead") : undefined}>
      <div className="card stack sign-in">
        {token === "" && <p role="alert">{say("noToken")}</p>}
        {email !== undefined && (
          <>
            <p role="status">{say("ready", { email: `\u2068${email}\u2069` })}</p>
            <Link to="/sign-in">{say("title")}</Link>
          </>
        )}
        {token !== "" && email === undefined && (
          <Form className="stack" onSubmit={(event) => void submit(event)}>
            <TextField type="password" value={password} onChange={setPassword} isRequired autoComplete="new-password">
              <Label>{say("password")}</Label>
              <Input dir="ltr" />
            </TextField>
            {isGone ? <p role="alert">{say("gone")}</p> : <WayInTrouble error={act.error} wrong={say("gone")} />}
            <Button type="submit" className="react-aria-Button main" isDisabled={act.isRunning}>
              {say("choose")}
            </Button>
          </Form>
        )}
      </div>
    </Page>
  );
}
