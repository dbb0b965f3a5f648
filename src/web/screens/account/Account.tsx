import { Link } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactNode } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { appWords } from "../../app/words.ts";
import { useDoor, useDoorAct } from "../../door/ask-door.ts";
import { Loaded, Page } from "../../parts/index.ts";
import { useCaller } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { WayInTrouble } from "../sign-in/SignIn.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { accountWords } from "./words.ts";

/** One's own account: password, second factor, and where one is signed in. */
export function Screen(): ReactNode {
  const say = useWords(accountWords);
  const caller = useCaller();
  const isIn = caller !== undefined && caller.account !== null;
  return (
    <Page title={say("title")}>
      {caller !== undefined && !isIn && (
        <p>
          {say("nobody")} <Link to="/sign-in">{say("signIn")}</Link>
        </p>
      )}
      {isIn && <Own />}
    </Page>
  );
}

function Own(): ReactNode {
  const say = useWords(accountWords);
  const sayApp = useWords(appWords);
  const me = useDoor("me");
  return (
    <Loaded of={me}>
      {({ name = "", role, secondFactor = false }) => {
        const known = appWords.keys.find((key) => key === role);
        return (
          <>
            <p>{say("you", { name: `\u2068${name}\u2069`, role: known ? sayApp(known) : role })}</p>
            <div className="grid">
              <SecondFactor isOn={secondFactor} />
              <Password />
              <Sessions />
            </div>
          </>
        );
      }}
    </Loaded>
  );
}

function Password(): ReactNode {
  const say = useWords(accountWords);
  const act = useDoorAct("changePassword");
  const [typed, setTyped] = useState({ currentPassword: "", newPassword: "" });
  const [isDone, setDone] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await act.run(typed);
    setDone(answer !== undefined);
    if (answer) setTyped({ currentPassword: "", newPassword: "" });
  };
  return (
    <section className="card" aria-labelledby="password">
      <Form className="stack" onSubmit={(event) => void submit(event)}>
        <h2 id="password">{say("password")}</h2>
        <TextField
          type="password"
          autoComplete="current-password"
          value={typed.currentPassword}
          onChange={(currentPassword) => setTyped({ ...typed, currentPassword })}
          isRequired
        >
          <Label>{say("current")}</Label>
          <Input dir="ltr" />
        </TextField>
        <TextField
          type="password"
          autoComplete="new-password"
          value={typed.newPassword}
          onChange={(newPassword) => setTyped({ ...typed, newPassword })}
          isRequired
        >
          <Label>{say("next")}</Label>
          <Input dir="ltr" />
        </TextField>
        <WayInTrouble error={act.error} wrong={say("wrong")} />
        {isDone && <p role="status">{say("changed")}</p>}
        <Button type="submit" isDisabled={act.isRunning}>
          {say("change")}
        </Button>
      </Form>
    </section>
  );
}

function Sessions(): ReactNode {
  const say = useWords(accountWords);
  const formats = useFormats();
  const sessions = useDoor("listSessions");
  const end = useDoorAct("revokeSession");
  const endOthers = useDoorAct("revokeOtherSessions");
  return (
    <section className="card stack-tight" aria-labelledby="sessions">
      <h2 id="sessions">{say("sessions")}</h2>
      <Loaded of={sessions}>
        {({ sessions: all }) => (
          <>
            <ul className="plain stack-tight">
              {all.map(({ id, createdAt, userAgent, current }) => (
                <li key={id} className="row spread">
                  <span>
                    <bdi className="small">{userAgent ?? "?"}</bdi>
                    <br />
                    <span className="soft small">
                      {createdAt !== null && say("since", { when: formats.moment(createdAt) })}
                    </span>
                  </span>
                  {current ? (
                    <strong>{say("here")}</strong>
                  ) : (
                    <Button onPress={() => void end.run({ id })}>{say("end")}</Button>
                  )}
                </li>
              ))}
            </ul>
            {all.length > 1 && <Button onPress={() => void endOthers.run({})}>{say("endOthers")}</Button>}
          </>
        )}
      </Loaded>
      <WayInTrouble error={end.error ?? endOthers.error} wrong={say("wrong")} />
    </section>
  );
}
