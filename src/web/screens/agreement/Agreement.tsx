import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Button } from "react-aria-components";
import { Loaded, Page } from "../../parts/index.ts";
import { useAgreement, useAsk, useIsInside } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import type { Provisions } from "./clauses.ts";
import { Document } from "./Document.tsx";
import { agreementWords } from "./words.ts";
import "./agreement.css";

// The editor is a third of the application; who only reads does not load it.
const DraftRoom = lazy(async () => ({ default: (await import("./DraftRoom.tsx")).DraftRoom }));

/** The agreement: to be read with its rules beside it, or to be written with what that would change. */
export function Screen(): ReactNode {
  const say = useWords(agreementWords);
  const isInside = useIsInside();
  const inHand = useAgreement();
  const listed = useAsk("list:agreement", { query: {} });
  const id = inHand?.id ?? listed.data?.items[0]?.id;
  const provisions = useAsk("getProvisions", { params: { id: id ?? "" } }, { isWanted: id !== undefined && isInside });
  if (listed.data?.items.length === 0) return <Page title={say("title")}>{say("none")}</Page>;
  if (!isInside) return <Page title={inHand?.title ?? say("title")}>{say("notInside")}</Page>;
  return (
    <Loaded of={provisions}>{(found) => (id === undefined ? null : <Opened id={id} provisions={found} />)}</Loaded>
  );
}

interface OpenedProps {
  readonly id: string;
  readonly provisions: Provisions;
}

function Opened({ id, provisions }: OpenedProps): ReactNode {
  const say = useWords(agreementWords);
  const isDraft = useSearch({ strict: false, select: (search: { readonly view?: string }) => search.view }) === "draft";
  const navigate = useNavigate();
  const [isSaved, setSaved] = useState(false);
  const look = (view: "draft" | undefined) => () =>
    void navigate({ to: ".", search: (before: object) => ({ ...before, view }) as never });
  const actions = isDraft ? (
    <Button onPress={look(undefined)}>{say("read")}</Button>
  ) : (
    <>
      <Button onPress={() => print()}>{say("print")}</Button>
      <Button
        className="react-aria-Button main"
        onPress={() => {
          setSaved(false);
          look("draft")();
        }}
      >
        {say("edit")}
      </Button>
    </>
  );
  return (
    <Page
      title={isDraft ? say("draftTitle", { title: provisions.title }) : provisions.title}
      lead={say(isDraft ? "draftLead" : "lead")}
      actions={actions}
      isWide
    >
      {isDraft ? (
        <Suspense fallback={null}>
          <DraftRoom
            id={id}
            provisions={provisions}
            onSaved={() => {
              setSaved(true);
              look(undefined)();
            }}
          />
        </Suspense>
      ) : (
        <>
          {isSaved && <p role="status">{say("saved")}</p>}
          <Document provisions={provisions} />
        </>
      )}
    </Page>
  );
}
