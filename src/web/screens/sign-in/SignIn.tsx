import { useState, type FormEvent, type ReactNode } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { ProblemAnswer } from "../../../api/client.ts";
import { forgetHere } from "../../app/leave.ts";
import { atDoor, TooManyTries, useDoor, useDoorAct } from "../../door/ask-door.ts";
import { canUsePasskeys, showPasskey } from "../../door/passkey.ts";
import { pageAfter } from "../../door/page-after.ts";
import { Page, Trouble } from "../../parts/index.ts";
import { useWords } from "../../words/index.ts";
import { signInWords } from "./words.ts";
import "./sign-in.css";

/** To where one came from, as a page that is loaded anew: nothing of what was seen before stays on it. */
/** What somebody before had on this device is not for who comes now. */
async function goOn(): Promise<void> {
  await forgetHere();
  location.assign(pageAfter(location.search));
}

/** How people come in: with a password and a second factor, a passkey, or a provider of identities. */
export function Screen(): ReactNode {
  const say = useWords(signInWords);
  const [isSecond, setSecond] = useState(false);
  return (
    <Page title={say(isSecond ? "second" : "title")}>
      <div className="card stack sign-in">
        {isSecond ? <SecondStep /> : <FirstStep onSecond={() => setSecond(true)} />}
      </div>
    </Page>
  );
}

function FirstStep({ onSecond }: { readonly onSecond: () => void }): ReactNode {
  const say = useWords(signInWords);
  const act = useDoorAct("signIn");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await act.run({ email, password });
    if (answer?.secondFactorNeeded) onSecond();
    else if (answer) await goOn();
  };
  return (
    <>
      <Form className="stack" onSubmit={(event) => void submit(event)}>
        <TextField type="email" value={email} onChange={setEmail} isRequired autoComplete="username">
          <Label>{say("email")}</Label>
          <Input dir="ltr" />
        </TextField>
        <TextField type="password" value={password} onChange={setPassword} isRequired autoComplete="current-password">
          <Label>{say("password")}</Label>
          <Input dir="ltr" />
        </TextField>
        <WayInTrouble error={act.error} wrong={say("wrong")} />
        <Button type="submit" className="react-aria-Button main" isDisabled={act.isRunning}>
          {say("go")}
        </Button>
      </Form>
      <OtherWays />
      <p className="small soft">{say("lost")}</p>
    </>
  );
}

function SecondStep(): ReactNode {
  const say = useWords(signInWords);
  const [isBackup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const byCode = useDoorAct("verifyCode");
  const byBackup = useDoorAct("verifyBackupCode");
  const act = isBackup ? byBackup : byCode;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await act.run({ code: code.trim() })) await goOn();
  };
  return (
    <Form className="stack" onSubmit={(event) => void submit(event)}>
      <TextField
        value={code}
        onChange={setCode}
        isRequired
        autoComplete="one-time-code"
        inputMode={isBackup ? "text" : "numeric"}
      >
        <Label>{say(isBackup ? "backup" : "code")}</Label>
        <Input dir="ltr" />
      </TextField>
      <WayInTrouble error={act.error} wrong={say("wrongCode")} />
      <div className="row">
        <Button type="submit" className="react-aria-Button main" isDisabled={act.isRunning}>
          {say("go")}
        </Button>
        <Button
          onPress={() => {
            setBackup(!isBackup);
            setCode("");
          }}
        >
          {say(isBackup ? "useCode" : "useBackup")}
        </Button>
      </div>
    </Form>
  );
}

function OtherWays(): ReactNode {
  const say = useWords(signInWords);
  const ways = useDoor("waysIn").data;
  const elsewhere = useDoorAct("signInElsewhere");
  const passkey = useDoorAct("signInWithPasskey");
  const [isTurnedAway, setTurnedAway] = useState(false);
  const withPasskey = async (): Promise<void> => {
    setTurnedAway(false);
    const response = await atDoor.ask("passkeyToShow", {}).then(showPasskey, () => undefined);
    if (!response) setTurnedAway(true);
    else if (await passkey.run({ response })) await goOn();
  };
  const withProvider = async (provider: string): Promise<void> => {
    const answer = await elsewhere.run({ provider, callbackURL: pageAfter(location.search) });
    if (answer) location.assign(answer.url);
  };
  return (
    <div className="stack-tight">
      {canUsePasskeys() && <Button onPress={() => void withPasskey()}>{say("passkey")}</Button>}
      {isTurnedAway && <p role="status">{say("noPasskey")}</p>}
      <WayInTrouble error={passkey.error ?? elsewhere.error} wrong={say("noPasskey")} />
      {ways?.providers.map(({ id, name }) => (
        <Button key={id} onPress={() => void withProvider(id)}>
          {say("elsewhere", { name })}
        </Button>
      ))}
    </div>
  );
}

export interface WayInTroubleProps {
  readonly error: unknown;
  /** What it means that what was shown is not right. */
  readonly wrong: string;
}

/** Why the door refused, in plain words; after too many attempts how long to wait. */
export function WayInTrouble({ error, wrong }: WayInTroubleProps): ReactNode {
  const say = useWords(signInWords);
  if (error === undefined) return null;
  if (error instanceof TooManyTries)
    return <p role="alert">{say("wait", { minutes: Math.ceil((error.seconds ?? 0) / 60) })}</p>;
  if (error instanceof ProblemAnswer && error.problem.status === 401) return <p role="alert">{wrong}</p>;
  return <Trouble error={error} />;
}
