import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components";
import type { AnswerOf, AskedEndpoints } from "../../../api/contract.ts";
import { ROLE_MEANINGS, ROLES } from "../../../accounts/roles.ts";
import { appWords } from "../../app/words.ts";
import { useDoor, useDoorAct } from "../../door/ask-door.ts";
import { Loaded, Page, Trouble } from "../../parts/index.ts";
import { useCaller, useMay } from "../../record/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { Invite, ShownLink } from "./Invite.tsx";
import { peopleWords } from "./words.ts";

type User = AnswerOf<AskedEndpoints["listUsers"]>["users"][number];

/** User accounts, for whoever looks after them. */
export function Screen(): ReactNode {
  const say = useWords(peopleWords);
  const may = useMay("user:manage");
  const isWithheld = useCaller()?.withheld.includes("user:manage") ?? false;
  const users = useDoor("listUsers", may);
  return (
    <Page title={say("title")} lead={say("lead")} actions={may && <Invite />}>
      {isWithheld && <p role="alert">{say("withheld")}</p>}
      {may && <Loaded of={users}>{({ users: all }) => <Users users={all} />}</Loaded>}
      <Roles />
    </Page>
  );
}

function Users({ users }: { readonly users: readonly User[] }): ReactNode {
  const say = useWords(peopleWords);
  return (
    <div className="card scroll" tabIndex={0} role="group" aria-label={say("title")}>
      <table className="plain">
        <thead>
          <tr>
            {(["name", "email", "role", "state", "factor", "sessions"] as const).map((key) => (
              <th key={key} scope="col">
                {say(key)}
              </th>
            ))}
            <th scope="col">
              <span className="unseen">{say("may")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UserRow({ user }: { readonly user: User }): ReactNode {
  const say = useWords(peopleWords);
  const sayApp = useWords(appWords);
  const formats = useFormats();
  const role = ROLES.find((one) => one === user.role);
  return (
    <tr>
      <th scope="row">
        <bdi>{user.name}</bdi>
      </th>
      <td>
        <bdi>{user.email}</bdi>
      </td>
      <td>
        {role ? sayApp(role) : user.role}
        {user.party !== undefined && <bdi> ({user.party})</bdi>}
      </td>
      <td>{say(user.state)}</td>
      <td>{say(user.secondFactor || user.passkeys > 0 ? "yes" : "no")}</td>
      <td className="number">{formats.number(user.sessions)}</td>
      <td>
        <Acts user={user} />
      </td>
    </tr>
  );
}

/** What can be done with an account; what is taken away is gone with the next request. */
function Acts({ user }: { readonly user: User }): ReactNode {
  const say = useWords(peopleWords);
  const again = useDoorAct("inviteUserAgain");
  const disable = useDoorAct("disableUser");
  const enable = useDoorAct("enableUser");
  const revoke = useDoorAct("revokeUserSessions");
  const reset = useDoorAct("resetUserSecondFactor");
  const [link, setLink] = useState<string>();
  const body = { account: user.id };
  const error = again.error ?? disable.error ?? enable.error ?? revoke.error ?? reset.error;
  return (
    <div className="row" role="group" aria-label={say("acts", { name: user.name })}>
      <Button onPress={() => void again.run(body).then((made) => setLink(made?.link))}>{say("again")}</Button>
      {user.state === "disabled" ? (
        <Button onPress={() => void enable.run(body)}>{say("enable")}</Button>
      ) : (
        <Button onPress={() => void disable.run(body)}>{say("disable")}</Button>
      )}
      {user.sessions > 0 && <Button onPress={() => void revoke.run(body)}>{say("signOut")}</Button>}
      {(user.secondFactor || user.passkeys > 0) && (
        <Button onPress={() => void reset.run(body)}>{say("resetFactor")}</Button>
      )}
      {link !== undefined && <ShownLink link={link} onClose={() => setLink(undefined)} />}
      {error !== undefined && <Trouble error={error} />}
    </div>
  );
}

/** The table of roles, in words; what each may is that of the server. */
function Roles(): ReactNode {
  const say = useWords(peopleWords);
  const sayApp = useWords(appWords);
  return (
    <details className="card">
      <summary>{say("roles")}</summary>
      <div className="scroll" tabIndex={0} role="group" aria-label={say("roles")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{say("role")}</th>
              <th scope="col">{say("may")}</th>
            </tr>
          </thead>
          <tbody>
            {ROLES.map((role) => (
              <tr key={role}>
                <th scope="row">{sayApp(role)}</th>
                <td>
                  <p lang="en" dir="ltr">
                    {ROLE_MEANINGS[role].about}
                  </p>
                  <p className="small soft mono" dir="ltr">
                    {ROLE_MEANINGS[role].permissions.join(", ")}
                  </p>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
