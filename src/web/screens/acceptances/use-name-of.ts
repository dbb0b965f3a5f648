import { useMemo } from "react";
import { useLanguage } from "../../words/index.ts";
import type { Conditions } from "./graph.ts";

/** What somebody, or an acceptance, is called in the language of the page; else as the text or the register has it. */
export function useNameOf({ nodes }: Pick<Conditions, "nodes">): (name: string) => string {
  const { language } = useLanguage();
  return useMemo(() => {
    const names = new Map(
      nodes
        .filter(({ kind }) => kind !== "deadline" && kind !== "condition")
        .map(({ name, title, names: called = [] }) => {
          const own = called.find(({ lang }) => lang === language);
          return [name, own?.text ?? title ?? name] as const;
        }),
    );
    return (name) => names.get(name) ?? name;
  }, [nodes, language]);
}
