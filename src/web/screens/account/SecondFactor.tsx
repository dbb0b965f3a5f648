import { useState, type FormEvent, type ReactNode } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { useDoorAct } from "../../door/ask-door.ts";
import { useWords } from "../../words/index.ts";
import { WayInTrouble } from "../sign-in/SignIn.tsx";
import { accountWords } from "./words.ts";

interface Begun {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

/** An authenticator: what it is given, the codes for when it is lost, and the first code that it shows. */
export function SecondFactor({ isOn }: { readonly isOn: boolean }): ReactNode {
  const say = useWords(accountWords);
  const [begun, setBegun] = useState<Begun>();
  const enable = useDoorAct("enableSecondFactor");
  const disable = useDoorAct("disableSecondFactor");
  const [password, setPassword] = useState("");
  const act = isOn ? disable : enable;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isOn) await disable.run({ password });
    else setBegun(await enable.run({ password }));
    setPassword("");
  };
  return (
    <section className="card stack-tight" aria-labelledby="factor">
      <h2 id="factor">{say("factor")}</h2>
      <p>{say(isOn ? "factorOn" : "factorOff")}</p>
      {begun && !isOn ? (
        <Confirm begun={begun} />
      ) : (
        <Form className="stack-tight" onSubmit={(event) => void submit(event)}>
          <TextField type="password" autoComplete="current-password" value={password} onChange={setPassword} isRequired>
            <Label>{say("current")}</Label>
            <Input dir="ltr" />
          </TextField>
          <WayInTrouble error={act.error} wrong={say("wrong")} />
          <Button type="submit" isDisabled={act.isRunning}>
            {say(isOn ? "disable" : "enable")}
          </Button>
        </Form>
      )}
    </section>
  );
}

function Confirm({ begun: { totpURI, backupCodes } }: { readonly begun: Begun }): ReactNode {
  const say = useWords(accountWords);
  const verify = useDoorAct("verifyCode");
  const [code, setCode] = useState("");
  const [isDone, setDone] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setDone((await verify.run({ code: code.trim() })) !== undefined);
  };
  const secret = new URL(totpURI).searchParams.get("secret") ?? "";
  return (
    <Form className="stack-tight" onSubmit={(event) => void submit(event)}>
      <p>{say("secret")}</p>
      <p className="mono" dir="ltr">
        {secret.match(/.{1,4}/gu)?.join(" ")}
      </p>
      <a href={totpURI}>{say("openLink")}</a>
      <p>{say("backups")}</p>
      <ul className="plain mono" dir="ltr">
        {backupCodes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <TextField value={code} onChange={setCode} inputMode="numeric" autoComplete="one-time-code" isRequired>
        <Label>{say("code")}</Label>
        <Input dir="ltr" />
      </TextField>
      <WayInTrouble error={verify.error} wrong={say("wrong")} />
      {isDone && <p role="status">{say("on")}</p>}
      <Button type="submit" className="react-aria-Button main" isDisabled={verify.isRunning}>
        {say("confirm")}
      </Button>
    </Form>
  );
}
