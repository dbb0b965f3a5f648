import {
  ACCEPTANCE_STANDINGS,
  ACTOR_KINDS,
  MEMBERSHIP_STANDINGS,
  type Actor,
  type ActorRegister,
  type ClaimedFigure,
  type Dated,
  type RecordedStanding,
} from "../domain/index.ts";
import { isZone, type Problem } from "../kit/index.ts";
import { checkActors, type ReadActor } from "./actors-yaml-checks.ts";
import { isMoment } from "./moment.ts";
import { YamlReader, type Wrong } from "./yaml-reader.ts";

/** A register of actors as read: everything that could be understood, and what could not. */
export interface ParsedActors {
  readonly register: ActorRegister;
  readonly problems: readonly Problem[];
}

const ROOT_KEYS = ["zone", "attribution", "acceptances-complete", "figures", "actors"];
const ACTOR_LISTS = ["codes", "aliases", "roles", "parents", "members", "listings", "acceptances"];
const ACTOR_KEYS = ["id", "name", "kind", ...ACTOR_LISTS, "members-source", "members-complete", "note"];
const DATES = ["since", "until", "known"];
const STANDING_KEYS = ["accept", "standing", "to", "through", "at", "known", "source", "note"];

/** Reads `actors.yaml`. Never throws. */
export function parseActors(text: string, file?: string): ParsedActors {
  const reader = new YamlReader(text, file);
  const root = reader.map(reader.root, ROOT_KEYS, "the file") ?? new Map<string, unknown>();
  const attribution = reader.text(root.get("attribution"), "attribution");
  const read = reader.list(root.get("actors"), "actors").flatMap((node) => readActor(node, reader) ?? []);
  checkActors(read, reader);
  return {
    register: {
      zone: readZone(root.get("zone"), reader),
      ...(attribution === undefined ? {} : { attribution }),
      acceptancesComplete: reader.boolean(root.get("acceptances-complete"), "acceptances-complete") ?? false,
      figures: reader.list(root.get("figures"), "figures").flatMap((node) => readFigure(node, reader) ?? []),
      actors: read.map(({ actor }) => actor),
    },
    problems: reader.problems,
  };
}

function readZone(node: unknown, reader: YamlReader): string {
  const zone = reader.text(node, "zone") ?? "UTC";
  if (isZone(zone)) return zone;
  const hint = "write an IANA zone such as Asia/Damascus";
  reader.wrong(node, { code: "unknown-zone", message: `there is no time zone “${zone}”`, hint });
  return "UTC";
}

function readActor(node: unknown, reader: YamlReader): ReadActor | undefined {
  const entry = reader.map(node, ACTOR_KEYS, "an actor");
  if (!entry) return undefined;
  const id = reader.text(entry.get("id"), "id");
  const name = reader.text(entry.get("name"), "name");
  const kind = reader.oneOf(entry.get("kind"), ACTOR_KINDS, "kind");
  if (id === undefined || name === undefined || kind === undefined) {
    const missing = missingOf({ id, name, hasKind: entry.has("kind") });
    if (missing) reader.wrong(node, missing);
    return undefined;
  }
  const places = { members: new Map<string, unknown>(), parents: new Map<string, unknown>() };
  const all = <K extends string>(key: string, shape: Shape<K>): readonly Entry<K>[] =>
    reader.list(entry.get(key), key).flatMap((item) => readDated(item, shape, reader) ?? []);
  const note = reader.text(entry.get("note"), "note");
  const membersSource = reader.text(entry.get("members-source"), "members-source");
  const members = all("members", {
    key: "actor",
    choices: { standing: MEMBERSHIP_STANDINGS },
    what: "a member",
    places: places.members,
    // A front is what its name says: whoever names it names its members.
    needsSource: kind !== "front" && membersSource === undefined,
  });
  const actor: Actor = {
    id,
    name,
    kind,
    codes: reader.list(entry.get("codes"), "codes").flatMap((code) => reader.text(code, "a code") ?? []),
    aliases: all("aliases", { key: "text", also: ["lang", "note"], what: "an alias" }),
    roles: all("roles", { key: "is", what: "a role", needsSource: true }),
    parents: all("parents", { key: "actor", what: "a parent", places: places.parents, needsSource: true }),
    members: membersSource === undefined ? members : members.map((member) => ({ source: membersSource, ...member })),
    membersComplete: reader.boolean(entry.get("members-complete"), "members-complete") ?? kind !== "umbrella",
    listings: all("listings", { key: "list", also: ["reference"], what: "a listing", needsSource: true }),
    acceptances: reader
      .list(entry.get("acceptances"), "acceptances")
      .flatMap((item) => readStanding(item, reader) ?? []),
    ...(note === undefined ? {} : { note }),
  };
  return { actor, node, entry, ...places };
}

function missingOf(found: { id: string | undefined; name: string | undefined; hasKind: boolean }): Wrong | undefined {
  const { id, name, hasKind } = found;
  if (id === undefined)
    return { code: "missing-id", message: "an actor has no id", hint: "give it one, such as id: some-group" };
  if (name === undefined) return { code: "missing-name", message: `${id} has no name`, hint: "give it a neutral name" };
  // A kind that is there and wrong is a problem of its own.
  if (hasKind) return undefined;
  return { code: "missing-kind", message: `${id} has no kind`, hint: `one of ${ACTOR_KINDS.join(", ")}` };
}

interface Shape<K extends string> {
  /** What an entry must have. */
  readonly key: K;
  readonly also?: readonly string[];
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly what: string;
  readonly needsSource?: boolean;
  /** Where each value stands in the file is written here. */
  readonly places?: Map<string, unknown>;
}

/** What may stand there besides is text, and optional. */
type Entry<K extends string> = Readonly<Record<K, string>> & Dated;

/** An entry with one value that it must have, some that it may have, and dates. */
function readDated<K extends string>(node: unknown, shape: Shape<K>, reader: YamlReader): Entry<K> | undefined {
  const { key, also = [], choices = {}, what, needsSource = false } = shape;
  const entry = reader.map(node, [key, ...also, ...Object.keys(choices), ...DATES, "source"], what);
  if (!entry) return undefined;
  const value = reader.text(entry.get(key), `${key} of ${what}`);
  if (value === undefined) {
    reader.wrong(node, { code: "missing-value", message: `${what} has no ${key}`, hint: `write ${key}: …` });
    return undefined;
  }
  shape.places?.set(value, entry.get(key));
  // An entry of a numbered list says where it comes from by its number.
  if (needsSource && !entry.has("source") && !entry.has("reference"))
    reader.wrong(node, {
      code: "missing-source",
      severity: "warning",
      message: `${what} (${value}) has no source`,
      hint: "say what it rests on, in source: …",
    });
  const texts = [...also, "source"].map((name) => [name, reader.text(entry.get(name), name)]);
  const chosen = Object.entries(choices).map(([name, of]) => [name, reader.oneOf(entry.get(name), of, name)]);
  const dates = readDates(entry, DATES, reader);
  return { ...dates, ...withoutGaps({ [key]: value, ...Object.fromEntries([...texts, ...chosen]) }) } as Entry<K>;
}

/** The dates of an entry; one that is no date is left out, and an end not after the beginning is a problem. */
function readDates(
  entry: ReadonlyMap<string, unknown>,
  keys: readonly string[],
  reader: YamlReader,
): Dated & { at?: string } {
  const read = keys.flatMap((key): [string, string][] => {
    const text = reader.text(entry.get(key), key);
    if (text === undefined) return [];
    if (isMoment(text)) return [[key, text]];
    const hint = "write YYYY-MM-DD, or YYYY-MM-DD HH:MM";
    reader.wrong(entry.get(key), { code: "bad-date", message: `“${text}” is not a date`, hint });
    return [];
  });
  const dates: Dated = Object.fromEntries(read);
  if (dates.since !== undefined && dates.until !== undefined && dates.until <= dates.since)
    reader.wrong(entry.get("until"), {
      code: "dates-out-of-order",
      message: `it ends on ${dates.until}, not after it begins on ${dates.since}`,
      hint: "until is the first moment at which it is no longer so",
    });
  return dates;
}

function readStanding(node: unknown, reader: YamlReader): RecordedStanding | undefined {
  const entry = reader.map(node, STANDING_KEYS, "an acceptance");
  if (!entry) return undefined;
  const text = (key: string): string | undefined => reader.text(entry.get(key), key);
  const standing = reader.oneOf(entry.get("standing"), ACCEPTANCE_STANDINGS, "standing");
  const [accept, source] = [text("accept"), text("source")];
  const missing = (key: string, message: string, hint: string): void =>
    reader.wrong(node, { code: `missing-${key}`, message, hint });
  if (source === undefined) missing("source", "an acceptance has no source", "say who told it, in source: …");
  if (accept === undefined)
    missing("accept", "an acceptance does not say of what", "write accept: and the name it has in the agreement");
  if (!entry.has("standing"))
    missing("standing", "an acceptance does not say how it stands", `one of ${ACCEPTANCE_STANDINGS.join(", ")}`);
  if (standing === undefined || accept === undefined || source === undefined) return undefined;
  const dates = readDates(entry, ["at", "known"], reader);
  const rest = withoutGaps({ to: text("to"), through: text("through"), note: text("note") });
  return { accept, standing, source, ...rest, ...dates };
}

function readFigure(node: unknown, reader: YamlReader): ClaimedFigure | undefined {
  const entry = reader.map(node, ["what", "value", "by", "on", "through", "note"], "a figure");
  if (!entry) return undefined;
  const text = (key: string): string | undefined => reader.text(entry.get(key), key);
  const [what, value, by, on] = [text("what"), Number(text("value")), text("by"), text("on")];
  if (what === undefined || by === undefined || on === undefined || !Number.isFinite(value)) {
    const hint = "a number without who said it is not kept";
    reader.wrong(node, { code: "bad-figure", message: "a figure needs what, value, by and on", hint });
    return undefined;
  }
  readDates(entry, ["on"], reader);
  return { what, value, by, on, ...withoutGaps({ through: text("through"), note: text("note") }) };
}

type WithoutGaps<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries that are there: a key that was not written is not a key without a value. */
function withoutGaps<T extends object>(entries: T): WithoutGaps<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as WithoutGaps<T>;
}
