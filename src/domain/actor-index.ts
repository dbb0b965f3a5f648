import { foldName } from "../kit/index.ts";
import type { Actor, ActorRegister, Alias } from "./actor.ts";

/** How an actor was found: by its number in a data set, its name, or an alias that may belong to another time. */
export interface Found {
  readonly actor: Actor;
  readonly alias?: Alias;
}

/**
 * Whether the actor bore that name at a local date or date-time: UCDP writes `HTS`, a name of 2017, of fighting in April 2016.
 */
export function wasNameInUse({ alias }: Found, at: string): boolean {
  return alias === undefined || ((alias.since ?? at) <= at && (alias.until === undefined || at < alias.until));
}

/**
 * Finds actors by id, by a data set's number and by any of their names. Names are found without regard to when they were
 * in use, because data sets call a group by its later name; `alias` says which name it was.
 */
export class ActorIndex {
  private readonly byId = new Map<string, Actor>();
  private readonly byCode = new Map<string, Actor>();
  private readonly byName = new Map<string, Found>();

  constructor(register: ActorRegister) {
    for (const actor of register.actors) {
      this.byId.set(actor.id, actor);
      for (const code of actor.codes) this.byCode.set(code, actor);
    }
    for (const actor of register.actors) this.addName(actor.name, { actor });
    for (const actor of register.actors) for (const alias of actor.aliases) this.addName(alias.text, { actor, alias });
  }

  find(id: string): Actor | undefined {
    return this.byId.get(id);
  }

  findByCode(code: string): Actor | undefined {
    return this.byCode.get(code);
  }

  findByName(name: string): Found | undefined {
    return this.byName.get(foldName(name));
  }

  get ids(): ReadonlySet<string> {
    return new Set(this.byId.keys());
  }

  private addName(name: string, found: Found): void {
    const key = foldName(name);
    if (!this.byName.has(key)) this.byName.set(key, found);
  }
}
