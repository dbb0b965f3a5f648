import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "../parts/index.ts";
import { useWords } from "../words/index.ts";
import { appWords } from "./words.ts";

export function NotFound(): ReactNode {
  const say = useWords(appWords);
  return (
    <Page title={say("notFound")}>
      <p>
        <Link to="/">{say("home")}</Link>
      </p>
    </Page>
  );
}
