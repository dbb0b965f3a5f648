import { useLanguage } from "../../words/index.ts";

/** a, b or c. */
export function useListOr(): (items: readonly string[]) => string {
  const { language } = useLanguage();
  return (items) => new Intl.ListFormat(language, { type: "disjunction" }).format(items);
}
