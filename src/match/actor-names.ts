import { foldName, soundOf } from "../kit/index.ts";

/** Who a name means, and on which row of the table that rests. */
export interface ResolvedActor {
  /** `undefined`: nobody knows the name, or it could be anybody's. */
  readonly actor: string | undefined;
  readonly parent: string | undefined;
  readonly isGeneric: boolean;
  /** Folded. */
  readonly name: string;
  readonly by: "alias" | "sound" | "spelling" | "generic" | "nothing";
}

export interface ActorAlias {
  readonly text: string;
  readonly actor: string;
  readonly parent?: string;
}

/**
 * Finds who is meant by a name: exactly as the table has it, else by its consonants in any script, else with a slip of
 * spelling. Two that sound alike are told apart by nobody here: the name then stays unresolved.
 */
export class ActorNames {
  private readonly exact = new Map<string, ActorAlias>();
  private readonly bySound = new Map<string, ActorAlias | "ambiguous">();
  private readonly generic: ReadonlySet<string>;
  private readonly known = new Map<string, ResolvedActor>();

  constructor(aliases: readonly ActorAlias[], genericWords: readonly string[]) {
    this.generic = new Set(genericWords.map(foldName));
    for (const alias of aliases) {
      this.exact.set(foldName(alias.text), alias);
      const sound = soundOfName(alias.text);
      const before = this.bySound.get(sound);
      if (sound !== "")
        this.bySound.set(
          sound,
          before === undefined || (before !== "ambiguous" && before.actor === alias.actor) ? alias : "ambiguous",
        );
    }
  }

  resolve(text: string): ResolvedActor {
    const name = foldName(text);
    let found = this.known.get(name);
    if (!found) this.known.set(name, (found = this.find(name, text)));
    return found;
  }

  private find(name: string, text: string): ResolvedActor {
    const nobody = { actor: undefined, parent: undefined, isGeneric: false, name, by: "nothing" as const };
    if (this.generic.has(name)) return { ...nobody, isGeneric: true, by: "generic" };
    const exact = this.exact.get(name);
    if (exact) return found(exact, name, "alias");
    const sound = this.bySound.get(soundOfName(text));
    if (sound !== undefined && sound !== "ambiguous") return found(sound, name, "sound");
    const close = this.closest(name);
    return close ? found(close, name, "spelling") : nobody;
  }

  private closest(name: string): ActorAlias | undefined {
    const most = Math.max(1, Math.floor(name.length * 0.15));
    if (name.length < 4) return undefined;
    let best: ActorAlias | undefined;
    let fewest = most + 1;
    for (const [text, alias] of this.exact) {
      if (Math.abs(text.length - name.length) > most) continue;
      const edits = editsBetween(name, text, most);
      if (edits < fewest) [best, fewest] = [alias, edits];
      else if (edits === fewest && best && best.actor !== alias.actor) best = undefined;
    }
    return best;
  }
}

function found({ actor, parent }: ActorAlias, name: string, by: ResolvedActor["by"]): ResolvedActor {
  return { actor, parent, isGeneric: false, name, by };
}

function soundOfName(text: string): string {
  return foldName(text)
    .split(" ")
    .map((word) => soundOf(word) || word)
    .join(" ");
}

/** Insertions, deletions and changes of one letter (Levenshtein), or more than `most`. */
function editsBetween(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
      least = Math.min(least, next[j]!);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[b.length]!;
}
