import {
  ACCEPTANCE_STANDINGS,
  ACTOR_KINDS,
  type AcceptanceStanding,
  type Actor,
  type ActorKind,
  type ActorRegister,
  type ClaimedFigure,
  type Dated,
  type RecordedStanding,
} from "../domain/index.ts";
import { foldName, isZone, nearest, parseDate, type Problem } from "../kit/index.ts";
import { YamlReader } from "./yaml-reader.ts";

/** A register of actors as read: everything that could be understood, and what could not. */
export interface ParsedActors {
  readonly register: ActorRegister;
  readonly problems: readonly Problem[];
}

const ROOT_KEYS = ["zone", "attribution", "acceptances-complete", "figures", "actors"];
const ACTOR_KEYS = [
  "id",
  "name",
  "kind",
  "codes",
  "aliases",
  "roles",
  "members",
  "members-complete",
  "listings",
  "acceptances",
  "note",
];
const DATED_KEYS = ["since", "until", "known", "source"];

/** Reads `actors.yaml`. Never throws. */
export function parseActors(text: string, file?: string): ParsedActors {
  const reader = new YamlReader(text, file);
  const root = reader.map(reader.root, ROOT_KEYS, "the file");
  const zone = reader.text(root.get("zone"), "zone") ?? "UTC";
  if (!isZone(zone))
    reader.wrong(root.get("zone"), `there is no time zone “${zone}”`, "write an IANA zone such as Asia/Damascus");
  const attribution = reader.text(root.get("attribution"), "attribution");
  const nodes = reader.list(root.get("actors"), "actors");
  const actors = nodes.flatMap((node) => readActor(node, reader) ?? []);
  checkReferences(actors, nodes, reader);
  return {
    register: {
      zone: isZone(zone) ? zone : "UTC",
      ...(attribution === undefined ? {} : { attribution }),
      acceptancesComplete: reader.boolean(root.get("acceptances-complete"), "acceptances-complete") ?? false,
      figures: reader.list(root.get("figures"), "figures").flatMap((node) => readFigure(node, reader) ?? []),
      actors,
    },
    problems: reader.problems,
  };
}

function readActor(node: unknown, reader: YamlReader): Actor | undefined {
  const entry = reader.map(node, ACTOR_KEYS, "an actor");
  const id = reader.text(entry.get("id"), "id");
  const name = reader.text(entry.get("name"), "name");
  const kind = oneOf<ActorKind>(entry.get("kind"), ACTOR_KINDS, { reader, what: "kind" });
  if (id === undefined || name === undefined || kind === undefined) {
    if (id === undefined) reader.wrong(node, "an actor has no id", "give it one, such as id: some-group");
    else if (name === undefined) reader.wrong(node, `${id} has no name`, "give it a neutral name");
    else if (!entry.has("kind")) reader.wrong(node, `${id} has no kind`, `one of ${ACTOR_KINDS.join(", ")}`);
    return undefined;
  }
  const note = reader.text(entry.get("note"), "note");
  const all = <T>(key: string, read: (node: unknown) => T | undefined): readonly T[] =>
    reader.list(entry.get(key), key).flatMap((item) => read(item) ?? []);
  return {
    id,
    name,
    kind,
    codes: all("codes", (code) => reader.text(code, "a code")),
    aliases: all("aliases", (alias) => named(alias, { key: "text", also: ["lang"], reader, what: "an alias" })),
    roles: all("roles", (role) => named(role, { key: "is", also: [], reader, what: "a role" })),
    members: all("members", (member) => named(member, { key: "actor", also: [], reader, what: "a member" })),
    membersComplete: reader.boolean(entry.get("members-complete"), "members-complete") ?? kind !== "umbrella",
    listings: all("listings", (listing) =>
      named(listing, { key: "list", also: ["reference"], reader, what: "a listing" }),
    ),
    acceptances: all("acceptances", (standing) => readStanding(standing, reader)),
    ...(note === undefined ? {} : { note }),
  };
}

interface Shape<K extends string, A extends string> {
  readonly key: K;
  readonly also: readonly A[];
  readonly reader: YamlReader;
  readonly what: string;
}

/** An entry with one name that it must have, some that it may have, and dates. */
function named<K extends string, A extends string>(
  node: unknown,
  { key, also, reader, what }: Shape<K, A>,
): (Record<K, string> & { [P in A]?: string } & Dated) | undefined {
  const entry = reader.map(node, [key, ...also, ...DATED_KEYS], what);
  const value = reader.text(entry.get(key), `${key} of ${what}`);
  if (value === undefined) {
    reader.wrong(node, `${what} has no ${key}`, `write ${key}: …`);
    return undefined;
  }
  const rest = [...also, ...DATED_KEYS].flatMap((name) => {
    const text = reader.text(entry.get(name), name);
    if (text === undefined) return [];
    if (["since", "until", "known"].includes(name) && !isMoment(text)) {
      reader.wrong(entry.get(name), `“${text}” is not a date`, "write YYYY-MM-DD, or YYYY-MM-DD HH:MM");
      return [];
    }
    return [[name, text]];
  });
  return { [key]: value, ...Object.fromEntries(rest) } as Record<K, string> & { [P in A]?: string } & Dated;
}

function readStanding(node: unknown, reader: YamlReader): RecordedStanding | undefined {
  const entry = reader.map(node, ["accept", "standing", "to", "through", "at", "known", "source"], "an acceptance");
  const text = (key: string): string | undefined => reader.text(entry.get(key), key);
  const standing = oneOf<AcceptanceStanding>(entry.get("standing"), ACCEPTANCE_STANDINGS, { reader, what: "standing" });
  const [accept, source] = [text("accept"), text("source")];
  if (source === undefined) reader.wrong(node, "an acceptance has no source", "say who told it, in source: …");
  if (accept === undefined)
    reader.wrong(
      node,
      "an acceptance does not say of what",
      "write accept: and the name of the acceptance in the agreement",
    );
  if (standing === undefined || accept === undefined || source === undefined) return undefined;
  const rest = ["to", "through", "at", "known"].flatMap((key) => {
    const value = text(key);
    if (value === undefined) return [];
    if ((key === "at" || key === "known") && !isMoment(value)) {
      reader.wrong(entry.get(key), `“${value}” is not a date`, "write YYYY-MM-DD, or YYYY-MM-DD HH:MM");
      return [];
    }
    return [[key, value]];
  });
  return { accept, standing, source, ...Object.fromEntries(rest) };
}

function readFigure(node: unknown, reader: YamlReader): ClaimedFigure | undefined {
  const entry = reader.map(node, ["what", "value", "by", "on", "through", "note"], "a figure");
  const text = (key: string): string | undefined => reader.text(entry.get(key), key);
  const [what, value, by, on] = [text("what"), Number(text("value")), text("by"), text("on")];
  if (what === undefined || by === undefined || on === undefined || !Number.isFinite(value)) {
    reader.wrong(node, "a figure needs what, value, by and on", "a number without who said it is not kept");
    return undefined;
  }
  const [through, note] = [text("through"), text("note")];
  return {
    what,
    value,
    by,
    on,
    ...(through === undefined ? {} : { through }),
    ...(note === undefined ? {} : { note }),
  };
}

interface Choice {
  readonly reader: YamlReader;
  readonly what: string;
}

function oneOf<T extends string>(node: unknown, choices: readonly T[], { reader, what }: Choice): T | undefined {
  const text = reader.text(node, what);
  const found = choices.find((choice) => choice === text);
  if (text !== undefined && found === undefined) {
    const meant = nearest(text, choices);
    reader.wrong(
      node,
      `there is no ${what} “${text}”`,
      meant === undefined ? `one of ${choices.join(", ")}` : `did you mean ${meant}?`,
    );
  }
  return found;
}

function isMoment(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}):(\d{2}))?$/u.exec(text);
  return (
    match !== null && parseDate(match[1]!) !== undefined && Number(match[2] ?? 0) < 24 && Number(match[3] ?? 0) < 60
  );
}

/** Names that lead nowhere, ids given twice, names that two actors share, and fronts that contain themselves. */
function checkReferences(actors: readonly Actor[], nodes: readonly unknown[], reader: YamlReader): void {
  const ids = new Map<string, Actor>();
  const names = new Map<string, string>();
  actors.forEach((actor, i) => {
    if (ids.has(actor.id)) reader.wrong(nodes[i], `${actor.id} is declared twice`, "give each actor an id of its own");
    ids.set(actor.id, actor);
    for (const text of new Set([actor.name, ...actor.aliases.map((alias) => alias.text)].map(foldName))) {
      const other = names.get(text);
      if (other !== undefined && other !== actor.id)
        reader.wrong(
          nodes[i],
          `${actor.id} and ${other} share the name “${text}”`,
          "tell them apart, or make them one actor",
        );
      names.set(text, actor.id);
    }
  });
  actors.forEach((actor, i) => {
    for (const { actor: member } of actor.members) {
      if (!ids.has(member))
        reader.wrong(
          nodes[i],
          `${actor.id} has a member ${member} that is not declared`,
          `did you mean ${nearest(member, [...ids.keys()]) ?? "another actor"}?`,
        );
    }
    if (isInItself(actor, ids))
      reader.wrong(nodes[i], `${actor.id} is a member of itself`, "take one of the memberships out");
  });
}

/** Whether an actor is among its own members, their members, and so on. */
function isInItself(actor: Actor, ids: ReadonlyMap<string, Actor>): boolean {
  const seen = new Set<string>();
  const open = [...actor.members];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    if (member.actor === actor.id) return true;
    if (seen.has(member.actor)) continue;
    seen.add(member.actor);
    open.push(...(ids.get(member.actor)?.members ?? []));
  }
  return false;
}
