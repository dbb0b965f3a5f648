import { useState, type ReactNode } from "react";
import { Button, DropZone, FileTrigger, Text, type DropItem } from "react-aria-components";
import { useIsInside } from "../../record/index.ts";
import { useWords } from "../../words/index.ts";
import { LARGEST } from "./chosen.ts";
import { desk, useDesk } from "./desk.ts";
import { isolated } from "./isolated.ts";
import { importWords } from "./words.ts";

/** Where files are dropped, or chosen. */
export function Choose(): ReactNode {
  const say = useWords(importWords);
  const looks = useIsInside();
  const { chosen } = useDesk();
  const [trouble, setTrouble] = useState("");
  const choose = (files: readonly File[]): void => {
    const large = files.filter(({ size }) => size > LARGEST);
    setTrouble(
      files.length === 0
        ? say("noFolder")
        : large.map(({ name }) => say("tooLarge", { name: isolated(name) })).join(" "),
    );
    desk.choose(
      files.filter(({ size }) => size <= LARGEST),
      looks,
    );
  };
  return (
    <section className="card stack-tight" aria-labelledby="import-choose">
      <h2 id="import-choose">{say("step1")}</h2>
      <DropZone className="react-aria-DropZone import-drop" onDrop={({ items }) => void filesIn(items).then(choose)}>
        <Text slot="label">{say("drop")}</Text>
        <FileTrigger allowsMultiple onSelect={(list) => choose([...(list ?? [])])}>
          <Button className={chosen.length === 0 ? "react-aria-Button main" : "react-aria-Button"}>
            {say(chosen.length === 0 ? "chooseFiles" : "more")}
          </Button>
        </FileTrigger>
      </DropZone>
      {trouble !== "" && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      <p className="small soft">{say("dropHelp")}</p>
      {chosen.length > 0 && <p className="small soft">{say("sameName")}</p>}
    </section>
  );
}

/** The files of what was dropped, those in folders too; what a computer keeps for itself is left out. */
async function filesIn(items: readonly DropItem[]): Promise<readonly File[]> {
  const files: File[] = [];
  for (const item of items) {
    if (item.kind === "file") files.push(await item.getFile());
    if (item.kind === "directory") {
      const inside: DropItem[] = [];
      for await (const entry of item.getEntries()) inside.push(entry);
      files.push(...(await filesIn(inside)));
    }
  }
  return files.filter(({ name }) => !name.startsWith("."));
}
