import { ActorIndex, type Actor, type ActorRegister } from "../../domain/index.ts";
import { foldName } from "../../kit/index.ts";
import { readDeclarations, vocabularies, type Agreement, type TaxonomyDeclaration } from "../../language/index.ts";
import { ActorNames, type ActorAlias, type ReportClaimOptions } from "../../match/index.ts";
import { canonicalJson, digestOf } from "../../store/index.ts";

/** What names and words of acts mean when reports are compared. */
export interface ClaimWords extends Pick<ReportClaimOptions, "actorOf" | "pathOf"> {
  /** Changes when whom a name means changes. Kept with each proposal. */
  readonly version: string;
}

/** Words that any group could go by. */
const GENERIC = [
  "gunmen",
  "unknown gunmen",
  "armed men",
  "armed group",
  "armed groups",
  "unknown armed group",
  "unidentified armed group",
  "militants",
  "rebels",
  "fighters",
  "insurgents",
  "terrorists",
  "opposition forces",
  "the regime",
  "unknown",
  "unknown persons",
  "مسلحون",
  "مجهولون",
];

/** People who are nobody's force are no actor by which two reports could be told apart. */
const NOBODY = new Set(["civilians", "civilian", "population", "مدنيون"].map(foldName));

/** The words of an agreement and its register; `agreement` unset: those of the shared vocabulary only. */
export function claimWords(register: ActorRegister, agreement?: Agreement): ClaimWords {
  const index = new ActorIndex(register);
  const umbrellas = umbrellasOf(register);
  const parentOf = ({ id, parents }: Actor): string | undefined => parents[0]?.actor ?? umbrellas.get(id);
  const aliases = register.actors.flatMap((actor): readonly ActorAlias[] => {
    const parent = parentOf(actor);
    const known = { actor: actor.id, ...(parent === undefined ? {} : { parent }) };
    return [actor.name, ...actor.aliases.map(({ text }) => text)].map((text) => ({ text, ...known }));
  });
  const names = new ActorNames(aliases, GENERIC);
  const acts = agreement ? readDeclarations(agreement, vocabularies).acts : byName(vocabularies["common"] ?? []);
  return {
    actorOf: ({ name, code }) => {
      const coded = code === undefined ? undefined : index.findByCode(code);
      const found = coded
        ? { actor: coded.id, parent: parentOf(coded), isGeneric: false, name: foldName(name), by: "alias" as const }
        : names.resolve(name);
      const actor = found.actor === undefined ? undefined : index.find(found.actor);
      return actor?.kind === "civilians" || NOBODY.has(found.name) ? undefined : found;
    },
    pathOf: (act) => pathIn(acts, act),
    version: `names ${digestOf(canonicalJson(aliases.map(({ text, actor, parent = null }) => [text, actor, parent]))).slice(0, 12)}`,
  };
}

/** Which umbrella or front a force is counted under, if it is one only. */
function umbrellasOf({ actors }: ActorRegister): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { id, kind, members } of actors)
    if (kind === "umbrella" || kind === "front")
      for (const { actor } of members) found.set(actor, (found.get(actor) ?? new Set()).add(id));
  return new Map([...found].flatMap(([actor, ids]) => (ids.size === 1 ? [[actor, [...ids][0]!] as const] : [])));
}

function byName(nodes: readonly TaxonomyDeclaration[]): ReadonlyMap<string, TaxonomyDeclaration> {
  return new Map(nodes.filter(({ kind }) => kind === "act").map((node) => [node.name, node]));
}

/** A word that no text declares is a kind of its own. */
function pathIn(acts: ReadonlyMap<string, TaxonomyDeclaration>, act: string): readonly string[] {
  const path = [act];
  for (let parent = acts.get(act)?.isA[0]; parent !== undefined && !path.includes(parent);) {
    path.unshift(parent);
    parent = acts.get(parent)?.isA[0];
  }
  return path;
}
