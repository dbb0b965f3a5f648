import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { readSelection } from "../selection/index.ts";
import type { Caller } from "../record/index.ts";
import { useWords } from "../words/index.ts";
import { SCREENS, type Screen } from "./screens.ts";
import { appWords } from "./words.ts";

/** The screens, for whom they are; the selection goes along from one to the next. */
export function Navigation({ caller }: { readonly caller: Caller | undefined }): ReactNode {
  const say = useWords(appWords);
  const selection = readSelection(useSearch({ strict: false }));
  const isFor = ({ permission }: Screen): boolean =>
    permission === undefined || (caller?.permissions.includes(permission) ?? false);
  return (
    <nav className="navigation no-print" aria-label={say("rooms")}>
      <ul className="plain">
        {SCREENS.filter(isFor).map(({ key, path, icon }) => (
          <li key={key}>
            <Link to={path} search={selection} activeOptions={{ exact: path === "/", includeSearch: false }}>
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d={icon} />
              </svg>
              <span>{say(key)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
