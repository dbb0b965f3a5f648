import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { loadAgreement, loadFolder, type LoadedAgreement } from "./load-folder.ts";

/** An agreement with all its problems; beside other files of its folder, also with the actors and places they declare. */
export async function loadChecked(path: string): Promise<LoadedAgreement> {
  const folder = await folderOf(path);
  return folder === undefined ? loadAgreement(path) : loadFolder(folder);
}

/** The folder that a path means: itself, or the one whose agreement it is. */
export async function folderOf(path: string): Promise<string | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return path;
  return basename(path) === "agreement.md" ? dirname(path) : undefined;
}
