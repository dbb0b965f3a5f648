import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../kit/index.ts";

/**
 * The files of a folder that belong to the record, in an order in which each finds what it rests on: the text, who is who,
 * lists, areas, reports. What lies in folders below `reports/` is left, as `truce judge` leaves it.
 */
export async function filesOfFolder(path: string): Promise<readonly string[]> {
  const names = (await readdir(path)).sort();
  if (!names.includes("agreement.md"))
    throw new Refusal(
      "no-agreement",
      `there is no agreement.md in ${path}`,
      "name the files themselves, or a folder that has one",
    );
  const inFolder = async (folder: string): Promise<readonly string[]> => {
    const entries = names.includes(folder) ? await readdir(join(path, folder), { withFileTypes: true }) : [];
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(path, folder, name))
      .sort();
  };
  const here = (wanted: (name: string) => boolean): readonly string[] =>
    names.filter(wanted).map((name) => join(path, name));
  const named = (name: string): readonly string[] => here((found) => found === name);
  return [
    ...named("agreement.md"),
    ...named("actors.yaml"),
    ...here((name) => name.endsWith("-list.csv")),
    ...(await inFolder("areas")),
    ...["coverage.csv", "accounts.yaml", "diary.yaml"].flatMap(named),
    ...(await inFolder("reports")),
  ];
}
