import {
  ActorNames,
  type Claim,
  type ClaimActor,
  type ClaimPlace,
  type ClaimTime,
  type CountRange,
  type PlacePrecision,
  type TimePrecision,
} from "../../src/match/index.ts";
import { foldName } from "../../src/kit/index.ts";
import type { Chance } from "./chance.ts";
import type { GedEvent } from "./ged-events.ts";
import { GENERIC, makeNameBook, transliterated, type NameBook } from "./names.ts";
import { RATES, type Rates } from "./rates.ts";
import { SOURCES, type ReportingSource } from "./sources.ts";
import { KINDS, leafOf, scatter, type Incident } from "./truth.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RADII = [0.5, 3, 25, 30, 90, 60, 600] as const;

export interface ToldClaim {
  readonly claim: Claim;
  /** Number of the incident that it tells of; -1: it sums several. */
  readonly incident: number;
  readonly family: number;
  readonly publishedAt: number;
}

export interface ReportOptions {
  readonly noise: number;
  readonly zoneHours: number;
  readonly sources?: readonly ReportingSource[];
  readonly rates?: Rates;
}

/** Everything that the sources say of the incidents, in the order in which they publish it; ids tell nothing of the truth. */
export function drawReports(
  incidents: readonly Incident[],
  events: readonly GedEvent[],
  options: ReportOptions & { readonly chance: Chance },
): readonly ToldClaim[] {
  const telling = new Telling(events, options);
  const drafts = incidents.flatMap((incident) => telling.tell(incident));
  const all = [...drafts, ...telling.aggregates(incidents)].sort((a, b) => a.publishedAt - b.publishedAt);
  const names = new Map<string, string>();
  const width = String(all.length).length;
  all.forEach(({ claim }, n) => names.set(claim.id, `c${String(n).padStart(width, "0")}`));
  return all.map((told) => ({ ...told, claim: { ...renamed(told.claim, names), publishedAt: told.publishedAt } }));
}

function renamed(claim: Claim, names: ReadonlyMap<string, string>): Claim {
  const id = names.get(claim.id)!;
  return { ...claim, id, report: id, updates: claim.updates === undefined ? undefined : names.get(claim.updates) };
}

class Telling {
  private readonly chance: Chance;
  private readonly noise: number;
  private readonly zone: number;
  private readonly sources: readonly ReportingSource[];
  private readonly rates: Rates;
  private readonly names: NameBook;
  private readonly resolver: ActorNames;
  private readonly events: readonly GedEvent[];
  private readonly units: ReadonlyMap<string, readonly GedEvent[]>;
  private readonly offsets = new Map<string, { latitude: number; longitude: number }>();
  private readonly actors: readonly string[];
  private count = 0;

  constructor(
    events: readonly GedEvent[],
    { noise, zoneHours, sources = SOURCES, rates = RATES, chance }: ReportOptions & { readonly chance: Chance },
  ) {
    this.chance = chance;
    this.noise = noise;
    this.zone = zoneHours * HOUR;
    this.sources = sources;
    this.rates = rates;
    this.events = events;
    this.actors = [
      ...new Set(events.flatMap(({ sideA, sideB }) => [...sideA.split(", "), ...sideB.split(", ")])),
    ].filter((name) => name !== "Civilians");
    this.names = makeNameBook(this.actors, chance);
    this.resolver = new ActorNames(this.names.told, GENERIC);
    this.units = groupBy(events, ({ adm1, adm2 }) => [`1 ${adm1}`, ...(adm2 === "" ? [] : [`2 ${adm2}`])]);
  }

  tell(incident: Incident): readonly ToldClaim[] {
    const { chance } = this;
    const interest = Math.min(2.2, 0.75 + 0.3 * Math.log2(1 + incident.killed + 0.3 * incident.injured));
    const telling = this.sources.filter(({ coverage }) => chance.happens(Math.min(0.95, coverage * interest)));
    if (telling.length === 0)
      telling.push(this.sources[chance.weighted(this.sources.map(({ coverage }) => coverage))]!);
    const first = telling.map((source) => this.report(incident, source));
    const more = first.flatMap((told) => this.update(incident, told));
    return [...first, ...this.copies(first), ...more];
  }

  /** Some sources copy what another has written. */
  private copies(told: readonly ToldClaim[]): readonly ToldClaim[] {
    const { chance, rates } = this;
    return told.flatMap((one) => {
      if (!["wire_1", "ngo_local"].includes(one.claim.source) || !chance.happens(rates.copied)) return [];
      const source = chance.pick(["aggregator", "wire_2"]);
      if (told.some(({ claim }) => claim.source === source)) return [];
      const words = one.claim.text!.split(" ").filter(() => !chance.happens(0.1));
      const url = chance.happens(rates.copiedUnderOwnAddress)
        ? `https://${source}.example/${this.count}`
        : one.claim.url;
      return [
        {
          ...one,
          claim: { ...one.claim, id: this.nextId(), source, text: words.join(" "), url, updates: undefined },
          publishedAt: one.publishedAt + chance.logNormal(2, 0.8) * HOUR,
        },
      ];
    });
  }

  /** Some reports are repeated by their source with more dead. */
  private update(incident: Incident, told: ToldClaim): readonly ToldClaim[] {
    const { chance, rates } = this;
    if (!chance.happens(rates.updated)) return [];
    const source = this.sources.find(({ id }) => id === told.claim.source)!;
    const again = this.report(incident, source);
    const dead = incident.killed + chance.poisson(0.15 * incident.killed);
    const updates = chance.happens(rates.updateSaysSo) ? told.claim.id : undefined;
    const claim: Claim = { ...again.claim, killed: told.claim.killed && { least: dead, most: dead }, updates };
    return [{ ...again, claim, publishedAt: told.publishedAt + chance.logNormal(20, 0.8) * HOUR }];
  }

  private nextId(): string {
    return `draft ${this.count++}`;
  }

  private report(incident: Incident, source: ReportingSource): ToldClaim {
    const { chance } = this;
    const id = this.nextId();
    const where = this.place(incident, source);
    const kind = this.kind(incident, source);
    const { killed, injured } = this.casualties(incident, source);
    const actors = this.sides(incident, source);
    const claim: Claim = {
      id,
      report: id,
      source: source.id,
      when: this.time(incident, source),
      publishedAt: undefined,
      where,
      actors,
      kind,
      killed,
      injured,
      text: this.text({ where, kind, actors, killed }),
      url: `https://${source.id}.example/${id.slice(6)}`,
      updates: undefined,
      isAggregate: false,
    };
    return {
      claim,
      incident: incident.number,
      family: incident.family,
      publishedAt: incident.at + chance.logNormal(...source.lagHours) * HOUR,
    };
  }

  // ——— Place ———

  private place(incident: Incident, source: ReportingSource): ClaimPlace {
    const { chance, noise } = this;
    const { event } = incident;
    const drawn = chance.weighted(source.place.map((share, precision) => share * (precision >= 3 ? noise : 1)));
    const precision = (drawn === 3 && event.adm2 === "" ? 4 : drawn) as PlacePrecision;
    const isNamesake = precision <= 2 && chance.happens(this.rates.namesake * noise);
    const at = isNamesake ? chance.pick(this.events) : event;
    const point = this.pointOf({ precision, incident, at, source });
    const name = precision <= 2 ? this.placeName(at.place) : undefined;
    const units = precision <= 3 ? [at.adm1, at.adm2] : precision === 4 ? [at.adm1] : [];
    return {
      ...point,
      radiusKm: RADII[precision],
      precision,
      name,
      units: units.filter((unit) => unit !== ""),
      country: "Syria",
    };
  }

  private placeName(place: string): string {
    const written = this.chance.happens(this.rates.transliteratedPlace * this.noise)
      ? transliterated(place, this.chance)
      : place;
    return foldName(written.replace(/ (?:village|town|city|neighbou?rhood)$/u, ""));
  }

  private pointOf({
    precision,
    incident,
    at,
    source,
  }: {
    readonly precision: PlacePrecision;
    readonly incident: Incident;
    readonly at: GedEvent;
    readonly source: ReportingSource;
  }) {
    const { chance, noise } = this;
    switch (precision) {
      case 0:
        return scatter(at === incident.event ? incident : at, 0.25 * noise, chance);
      case 1:
        return this.fixedOffset(`${source.id} ${at.place} ${at.latitude}`, at, 0.9);
      case 2:
        return chance.happens(1 - this.rates.neighbourPlace)
          ? this.fixedOffset(`${source.id} ${at.place} ${at.latitude}`, at, 0.9)
          : this.neighbour(at);
      case 3:
        return this.fixedOffset(`${source.id} 2 ${at.adm2}`, meanOf(this.units.get(`2 ${at.adm2}`) ?? [at]), 3);
      case 4:
        return this.fixedOffset(`${source.id} 1 ${at.adm1}`, meanOf(this.units.get(`1 ${at.adm1}`) ?? [at]), 5);
      case 5: {
        const km = chance.between(5, 60);
        const bearing = chance.between(0, 2 * Math.PI);
        return {
          latitude: at.latitude + (km * Math.cos(bearing)) / 111.2,
          longitude: at.longitude + (km * Math.sin(bearing)) / 91,
        };
      }
      case 6:
        return { latitude: 35, longitude: 38.5 };
    }
  }

  /** Gazetteers differ from each other always in the same way. */
  private fixedOffset(key: string, at: { readonly latitude: number; readonly longitude: number }, km: number) {
    let offset = this.offsets.get(key);
    if (!offset) {
      const moved = scatter(at, km, this.chance);
      offset = { latitude: moved.latitude - at.latitude, longitude: moved.longitude - at.longitude };
      this.offsets.set(key, offset);
    }
    return { latitude: at.latitude + offset.latitude, longitude: at.longitude + offset.longitude };
  }

  private readonly neighbours = new Map<string, readonly GedEvent[]>();

  /** Another place within 25 km, the more likely the more happens there. */
  private neighbour(at: GedEvent): { latitude: number; longitude: number } {
    const key = `${at.latitude} ${at.longitude}`;
    let near = this.neighbours.get(key);
    if (!near) {
      near = this.events.filter(
        ({ latitude, longitude }) =>
          Math.hypot((latitude - at.latitude) * 111.2, (longitude - at.longitude) * 91) <= 25,
      );
      this.neighbours.set(key, near);
    }
    const { latitude, longitude } = this.chance.pick(near);
    return { latitude, longitude };
  }

  // ——— Time ———

  private time(incident: Incident, source: ReportingSource): ClaimTime {
    const { chance, noise, rates } = this;
    const precision = chance.weighted(source.time.map((share, n) => share * (n >= 3 ? noise : 1))) as TimePrecision;
    let at = incident.at;
    if (precision <= 1 && chance.happens(rates.zoneSlip * noise)) at += (chance.happens(0.5) ? 1 : -1) * this.zone;
    const local = at + this.zone;
    switch (precision) {
      case 0: {
        const minute = Math.round((at + chance.normal(0, 12 * noise) * 60_000) / 60_000) * 60_000;
        return { from: minute, to: minute, precision };
      }
      case 1: {
        let from = Math.floor(local / (6 * HOUR)) * 6 * HOUR - this.zone;
        if (chance.happens(rates.neighbourBlock * noise)) from += (chance.happens(0.5) ? 1 : -1) * 6 * HOUR;
        return { from, to: from + 6 * HOUR, precision };
      }
      case 2: {
        const from = this.dayOf(local) - this.zone;
        return { from, to: from + DAY, precision };
      }
      case 3: {
        const days = 2 + chance.below(5);
        const from = Math.floor(local / DAY) * DAY - chance.below(days) * DAY - this.zone;
        return { from, to: from + days * DAY, precision };
      }
      case 4: {
        const monday = Math.floor((local / DAY + 3) / 7) * 7 - 3;
        return { from: monday * DAY - this.zone, to: (monday + 7) * DAY - this.zone, precision };
      }
      case 5: {
        const date = new Date(local);
        const [from, to] = [0, 1].map(
          (n) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n, 1) - this.zone,
        ) as [number, number];
        return { from, to, precision };
      }
    }
  }

  /** What happens at night is often told of the next day. */
  private dayOf(local: number): number {
    const { chance, noise, rates } = this;
    const day = Math.floor(local / DAY) * DAY;
    if (local - day > 20 * HOUR && chance.happens(rates.nightAsNextDay * noise)) return day + DAY;
    if (chance.happens(rates.otherDay * noise)) return day + (chance.happens(0.85) ? DAY : -DAY);
    return day;
  }

  // ——— Who ———

  private sides({ event }: Incident, source: ReportingSource): readonly ClaimActor[] {
    const { chance, noise } = this;
    const isSwapped = chance.happens(this.rates.sidesSwapped * (source.isParty ? noise : 1));
    const [a, b] = isSwapped ? [event.sideB, event.sideA] : [event.sideA, event.sideB];
    return [...this.side(a, "first", source), ...this.side(b, "second", source)];
  }

  private side(name: string, side: ClaimActor["side"], source: ReportingSource): readonly ClaimActor[] {
    if (name === "Civilians") return [];
    const { chance } = this;
    const all = name.split(", ");
    const named = all.length === 1 ? all : chance.shuffle(all).slice(0, 1 + chance.below(2));
    return named.flatMap((actor) => {
      const written = this.nameOf(actor, source);
      if (written === undefined) return [];
      const { actor: resolved, parent, isGeneric, name: folded } = this.resolver.resolve(written);
      return [{ side, actor: resolved, parent, isGeneric, name: folded }];
    });
  }

  private nameOf(actor: string, source: ReportingSource): string | undefined {
    const { chance, noise } = this;
    switch (chance.weighted(source.actor.map((share, n) => share * (n >= 2 ? noise : 1)))) {
      case 0:
        return actor;
      case 1:
        return chance.pick(this.names.aliasesOf(actor));
      case 2:
        return transliterated(actor, chance);
      case 3:
        return chance.pick(this.names.unitsOf(actor));
      case 4:
        return chance.pick(GENERIC);
      case 5:
        return undefined;
      default:
        return chance.pick(this.actors);
    }
  }

  // ——— What ———

  private kind({ kind }: Incident, source: ReportingSource): readonly string[] {
    const { chance, noise } = this;
    switch (chance.weighted(source.kind.map((share, n) => share * (n === 1 || n === 3 ? noise : 1)))) {
      case 0:
        return kind;
      case 1:
        return leafOf(kind.slice(0, 2).join("/"), chance);
      case 2:
        return kind.slice(0, 2);
      case 3:
        return chance.pick(KINDS)[0].split("/");
      default:
        return [];
    }
  }

  private casualties(
    { killed, injured }: Incident,
    source: ReportingSource,
  ): { killed: CountRange | undefined; injured: CountRange | undefined } {
    const { chance, noise } = this;
    const how = chance.weighted(source.casualties.map((share, n) => share * (n === 1 || n === 3 ? noise : 1)));
    const factor = source.bias ? chance.pick(source.bias) : 1;
    const told = (count: number): CountRange | undefined => this.count1(Math.round(count * factor), how);
    return { killed: told(killed), injured: chance.happens(this.rates.injuredLeftOut) ? undefined : told(injured) };
  }

  private count1(count: number, how: number): CountRange | undefined {
    const { chance } = this;
    const exact = (n: number): CountRange => ({ least: n, most: n });
    switch (how) {
      case 0:
        return exact(count);
      case 1:
        return exact(Math.round(count * Math.exp(chance.normal(0, 0.35))));
      case 2:
        return { least: Math.max(0, count - chance.poisson(0.25 * count)), most: count + chance.poisson(0.35 * count) };
      case 3:
        return exact(chance.binomial(count, 0.6));
      case 4:
        return { least: chance.binomial(count, 0.85), most: Number.POSITIVE_INFINITY };
      default:
        return undefined;
    }
  }

  private text({
    where,
    kind,
    actors,
    killed,
  }: {
    readonly where: ClaimPlace;
    readonly kind: readonly string[];
    readonly actors: readonly ClaimActor[];
    readonly killed: CountRange | undefined;
  }): string {
    const place = where.name ?? where.units[0] ?? "Syria";
    const what = kind.at(-1) ?? "violence";
    const who = actors[0]?.name ?? "unknown side";
    const dead =
      killed === undefined
        ? "an unknown number"
        : killed.most === Number.POSITIVE_INFINITY
          ? `at least ${killed.least}`
          : String(killed.least);
    return this.chance.pick([
      `${dead} killed in ${what} in ${place} by ${who}`,
      `${place}: ${what}, ${dead} dead, ${who} blamed`,
      `Reports of ${what} near ${place}; ${dead} people were killed and ${who} is said to be responsible`,
      `${who} carried out ${what} at ${place}, killing ${dead}`,
    ]);
  }

  // ——— Sums ———

  /** Reports that add up what happened in a district on a day; they tell of no one incident. */
  aggregates(incidents: readonly Incident[]): readonly ToldClaim[] {
    const { chance } = this;
    const days = groupBy(incidents, ({ event, at }) =>
      event.adm2 === "" ? [] : [`${event.adm2} ${Math.floor((at + this.zone) / DAY)}`],
    );
    return [...days.values()].flatMap((group) => {
      if (group.length < 3 || !chance.happens(this.rates.summed)) return [];
      const source = this.sources.find(({ id }) => id === "wire_1") ?? this.sources[0]!;
      const told = this.report(group[0]!, source);
      const from = Math.floor((group[0]!.at + this.zone) / DAY) * DAY - this.zone;
      const dead = group.reduce((sum, { killed }) => sum + killed, 0);
      const claim: Claim = {
        ...told.claim,
        isAggregate: true,
        when: { from, to: from + DAY, precision: 2 },
        killed: { least: dead, most: dead },
        injured: undefined,
      };
      return [{ ...told, claim, incident: -1 }];
    });
  }
}

function meanOf(events: readonly GedEvent[]): { latitude: number; longitude: number } {
  const sum = (of: (event: GedEvent) => number): number =>
    events.reduce((total, event) => total + of(event), 0) / events.length;
  return { latitude: sum(({ latitude }) => latitude), longitude: sum(({ longitude }) => longitude) };
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
