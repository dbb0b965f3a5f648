import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { useAsk, useLive, type Caller } from "../record/index.ts";
import { LANGUAGE_NAMES, LANGUAGES, useLanguage, useWords, type Language } from "../words/index.ts";
import { LOOKS, useLook, type Look } from "./look.ts";
import { OutboxButton } from "./OutboxButton.tsx";
import { ReadingChoice } from "./ReadingChoice.tsx";
import { leave } from "./leave.ts";
import { appWords } from "./words.ts";

export function TopBar({ caller }: { readonly caller: Caller | undefined }): ReactNode {
  const say = useWords(appWords);
  const connection = useLive(caller?.account);
  const agreements = useAsk("list:agreement", { query: {} }, { isWanted: caller !== undefined });
  const title = agreements.data?.items[0]?.title;
  return (
    <header className="top-bar no-print">
      <Link to="/" className="brand" aria-label={`Truce: ${say("today")}`}>
        <img src="/icon.svg" alt="" width="28" height="28" />
      </Link>
      <p className="top-title" dir="auto">
        {title ?? "Truce"}
      </p>
      <ReadingChoice />
      <span className={`connection connection-${connection}`} role="status">
        <span aria-hidden="true" className="dot" />
        <span className="connection-word">{say(connection)}</span>
      </span>
      <OutboxButton />
      <Settings caller={caller} />
    </header>
  );
}

function Settings({ caller }: { readonly caller: Caller | undefined }): ReactNode {
  const say = useWords(appWords);
  const { language, choose } = useLanguage();
  const [look, setLook] = useLook();
  const isIn = caller !== undefined && caller.account !== null;
  const act = (key: string): void => {
    if (key.startsWith("language ")) choose(key.slice("language ".length) as Language);
    else if (key.startsWith("look ")) setLook(key.slice("look ".length) as Look);
    else if (key === "sign-out") void leave();
  };
  return (
    <MenuTrigger>
      <Button
        className="react-aria-Button settings"
        aria-label={`${LANGUAGE_NAMES[language]}: ${say("language")}, ${say("look")}, ${say("account")}`}
      >
        <bdi>{LANGUAGE_NAMES[language]}</bdi>
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover placement="bottom end">
        <Menu onAction={(key) => act(String(key))}>
          <MenuSection selectionMode="single" selectedKeys={[`language ${language}`]}>
            <Header className="menu-head">{say("language")}</Header>
            {LANGUAGES.map((one) => (
              <MenuItem key={one} id={`language ${one}`}>
                <bdi lang={one}>{LANGUAGE_NAMES[one]}</bdi>
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection selectionMode="single" selectedKeys={[`look ${look}`]}>
            <Header className="menu-head">{say("look")}</Header>
            {LOOKS.map((one) => (
              <MenuItem key={one} id={`look ${one}`}>
                {say(one)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection>
            <Header className="menu-head">{say("seenAs", { role: roleOf(caller, say) })}</Header>
            {isIn ? (
              <>
                <MenuItem href="/account">{say("account")}</MenuItem>
                <MenuItem id="sign-out">{say("signOut")}</MenuItem>
              </>
            ) : (
              <MenuItem id="sign-in" href="/sign-in">
                {say("signIn")}
              </MenuItem>
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function roleOf(
  caller: Caller | undefined,
  say: ReturnType<typeof useWords<(typeof appWords)["keys"][number]>>,
): string {
  const role = appWords.keys.find((key) => key === caller?.role);
  return role === undefined ? say("public") : say(role);
}
