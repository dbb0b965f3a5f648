import { statementsOf, type Name } from "../language/index.ts";
import type { Judging } from "./judge-folder.ts";

/** What each reading is called where people read it: whoever reads the text so by the name that the text gives them. */
export function readingNames({ folder, program }: Pick<Judging, "folder" | "program">): ReadonlyMap<Name, string> {
  const titles = new Map(
    statementsOf(folder.agreement).flatMap((one) =>
      one.kind === "party" || one.kind === "class" || one.kind === "body" ? [[one.name, one.title] as const] : [],
    ),
  );
  return new Map(
    program.readings.map(({ id, title }) => {
      const author = titles.get(id);
      return [id, author === undefined ? title : `as read by: ${author}`];
    }),
  );
}
