import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { keepSending, onSessionEnd, useCaller } from "../record/index.ts";
import { useWords } from "../words/index.ts";
import { Demonstration } from "./Demonstration.tsx";
import { Filters } from "./Filters.tsx";
import { sessionEnded } from "./leave.ts";
import { Navigation } from "./Navigation.tsx";
import { SCREENS } from "./screens.ts";
import { TopBar } from "./TopBar.tsx";
import { appWords } from "./words.ts";
import "./shell.css";

/** What is around every screen. */
export function Shell(): ReactNode {
  const say = useWords(appWords);
  const caller = useCaller();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const screen = SCREENS.find((one) => one.path === path);
  useEffect(() => keepSending(), []);
  useEffect(() => onSessionEnd(() => void sessionEnded()), []);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say("skip")}
      </a>
      <TopBar caller={caller} />
      <Navigation caller={caller} />
      <div className="shell-body">
        {screen?.hasSelection && <Filters />}
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
        <Demonstration caller={caller} />
      </div>
    </div>
  );
}
