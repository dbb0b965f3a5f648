import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { Problem } from "../parts/index.ts";
import { outbox, useOutbox, type Entry } from "../record/index.ts";
import { useWords } from "../words/index.ts";
import { appWords } from "./words.ts";

/** What was done here and where it is: waiting for the network, on its way, accepted, refused. */
export function OutboxButton(): ReactNode {
  const entries = useOutbox();
  // What comes of an act is said also to whoever does not see it; a button within has a name of its own.
  return (
    <div role="status" className="outbox-told">
      {entries.length > 0 && <Shown entries={entries} />}
    </div>
  );
}

function Shown({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const say = useWords(appWords);
  const worst = ["refused", "queued", "sent", "accepted"].find((state) =>
    entries.some(({ sending }) => sending.state === state),
  ) as "refused" | "queued" | "sent" | "accepted";
  return (
    <DialogTrigger>
      <Button className={`react-aria-Button outbox outbox-${worst}`}>
        {say("outbox")}: {say(worst)}
      </Button>
      <Popover placement="bottom end">
        <Dialog className="react-aria-Dialog outbox-list">
          <Heading slot="title">{say("outbox")}</Heading>
          <ul className="plain stack-tight">
            {entries.toReversed().map(({ key, about, sending }) => (
              <li key={key} className="outbox-entry">
                <p dir="auto">{about}</p>
                <p className={`small outbox-${sending.state}`}>{say(sending.state)}</p>
                {sending.state === "refused" && <Problem problem={sending.problem} />}
                {(sending.state === "refused" || sending.state === "queued") && (
                  <div className="row">
                    {sending.state === "queued" && (
                      <Button onPress={() => void outbox.sendAll()}>{say("tryNow")}</Button>
                    )}
                    <Button onPress={() => outbox.drop(key)}>{say("drop")}</Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
