import type { Actor } from "../domain/index.ts";
import { foldName, nearest } from "../kit/index.ts";
import type { YamlReader } from "./yaml-reader.ts";

/** An actor with the places in the file that problems point at. */
export interface ReadActor {
  readonly actor: Actor;
  readonly node: unknown;
  readonly entry: ReadonlyMap<string, unknown>;
  /** By the id named there. */
  readonly members: ReadonlyMap<string, unknown>;
  readonly parents: ReadonlyMap<string, unknown>;
}

/** What only the whole register shows: names that lead nowhere, and things that may be there only once. */
export function checkActors(read: readonly ReadActor[], reader: YamlReader): void {
  checkIds(read, reader);
  checkCodes(read, reader);
  checkNames(read, reader);
  checkReferences(read, reader);
  checkCircles(read, reader);
}

function checkIds(read: readonly ReadActor[], reader: YamlReader): void {
  const seen = new Set<string>();
  for (const { actor, entry } of read) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(actor.id)) {
      const hint = "use small letters, digits and hyphens: some-group";
      reader.wrong(entry.get("id"), { code: "bad-id", message: `“${actor.id}” cannot be an id`, hint });
    }
    if (seen.has(actor.id)) {
      const hint = "give each actor an id of its own";
      reader.wrong(entry.get("id"), { code: "duplicate-id", message: `${actor.id} is declared twice`, hint });
    }
    seen.add(actor.id);
  }
}

function checkCodes(read: readonly ReadActor[], reader: YamlReader): void {
  const owners = new Map<string, string>();
  for (const { actor, entry } of read) {
    for (const code of actor.codes) {
      const other = owners.get(code);
      if (other !== undefined) {
        const message = `${actor.id} and ${other} both have the code ${code}`;
        reader.wrong(entry.get("codes"), { code: "duplicate-code", message, hint: "leave it with one of them" });
      }
      owners.set(code, actor.id);
    }
  }
}

/** Two groups may well bear one name, and then the first of them is found: the reader should know. */
function checkNames(read: readonly ReadActor[], reader: YamlReader): void {
  const owners = new Map<string, string>();
  for (const { actor, node } of read) {
    for (const text of [actor.name, ...actor.aliases.map((alias) => alias.text)]) {
      const folded = foldName(text);
      const other = owners.get(folded);
      if (other === undefined) owners.set(folded, actor.id);
      else if (other !== actor.id)
        reader.wrong(node, {
          code: "shared-name",
          severity: "warning",
          message: `${actor.id} and ${other} share the name “${text}”; reports that use it are taken to mean ${other}`,
          hint: "tell them apart, or make them one actor",
        });
    }
  }
}

function checkReferences(read: readonly ReadActor[], reader: YamlReader): void {
  const ids = new Set(read.map(({ actor }) => actor.id));
  for (const { actor, members, parents } of read) {
    for (const [what, named] of [
      ["member", members],
      ["parent", parents],
    ] as const) {
      for (const [id, node] of named) {
        if (ids.has(id)) continue;
        const meant = nearest(id, ids);
        const hint = meant === undefined ? "declare it, or take it out" : `did you mean ${meant}?`;
        const message = `${actor.id} has a ${what} ${id} that is not declared`;
        reader.wrong(node, { code: `undeclared-${what}`, message, hint });
      }
    }
  }
}

function checkCircles(read: readonly ReadActor[], reader: YamlReader): void {
  const members = new Map(read.map(({ actor }) => [actor.id, actor.members.map((member) => member.actor)]));
  const parents = new Map(read.map(({ actor }) => [actor.id, actor.parents.map((parent) => parent.actor)]));
  for (const { actor, entry } of read) {
    for (const [key, links] of [
      ["members", members],
      ["parents", parents],
    ] as const) {
      if (!reaches(actor.id, links)) continue;
      const message = `${actor.id} is among its own ${key}, directly or through others`;
      reader.wrong(entry.get(key), { code: "circular-membership", message, hint: "take one of the links out" });
    }
  }
}

/** Whether following the links from an actor leads back to it. */
function reaches(id: string, links: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const open = [...(links.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(links.get(next) ?? []));
  }
  return false;
}
