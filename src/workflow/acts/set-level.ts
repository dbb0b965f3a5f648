import {
  ATTRIBUTION_LEVELS,
  ATTRIBUTION_NAMES_ACTOR,
  justifyAttribution,
  justifyOccurrence,
  OCCURRENCE_LEVELS,
  thresholdsFor,
  type AttributionLevel,
  type Evidence,
  type Justified,
  type Ladder,
  type OccurrenceLevel,
} from "../../domain/index.ts";
import { Refusal } from "../../kit/index.ts";
import { hasActor, levelsOf, type Change, type Json, type Row } from "../../store/index.ts";
import { verb, type Acting, type Done, type Words } from "./acting.ts";
import { evidenceOf } from "./evidence.ts";
import { InputCheck } from "./input-check.ts";
import { mandateOf, type MandateOf } from "./mandate.ts";
import { saidIn, standingOf } from "./versions.ts";

interface SetLevel {
  readonly incident: string;
  /** The row of the incident that was looked at. */
  readonly seen: number;
  /** For the inside and guarantors: they may name sources. */
  readonly reasons: Words;
  /** For everybody who sees the incident. */
  readonly publicReasons?: Words;
  /** Whose mandate counts; unset: that of the only one. */
  readonly agreement?: string;
}

export interface SetOccurrence extends SetLevel {
  readonly level: OccurrenceLevel;
}

export interface SetAttribution extends SetLevel {
  readonly level: AttributionLevel;
  /** Who did it, by the key of the register; needed where the level says that somebody did. */
  readonly actor?: string;
}

export interface LevelSet {
  /** The id of the level. */
  readonly level: string;
  /** What the evidence would have justified. It binds nobody. */
  readonly justified: Justified<string>;
}

/** Says how sure it is that the incident happened. */
export const setOccurrence = verb(
  { act: "set-occurrence", permission: "level:set" },
  async (acting, input: SetOccurrence): Promise<Done<LevelSet>> => {
    const check = checkCommon(input);
    check.oneOf("/level", input.level, OCCURRENCE_LEVELS);
    check.done();
    return setLevel(acting, { ladder: "occurrence", input, actor: null });
  },
);

/** Says who did it, as far as that can be said. An agreement may leave that to others altogether. */
export const setAttribution = verb(
  { act: "set-attribution", permission: "level:set" },
  async (acting, input: SetAttribution): Promise<Done<LevelSet>> => {
    const check = checkCommon(input);
    check.oneOf("/level", input.level, ATTRIBUTION_LEVELS);
    check.maybeName("/actor", input.actor);
    const namesActor = ATTRIBUTION_NAMES_ACTOR.has(input.level);
    if (namesActor && input.actor === undefined)
      check.note(
        "/actor",
        `“${input.level}” says that somebody did it, and nobody is named`,
        "name an actor of the register",
      );
    if (!namesActor && input.actor !== undefined)
      check.note("/actor", `“${input.level}” names nobody`, "leave the actor out, and name it in the reasons");
    check.done();
    return setLevel(acting, { ladder: "attribution", input, actor: input.actor ?? null });
  },
);

function checkCommon({ incident, seen, reasons, publicReasons, agreement }: SetLevel): InputCheck {
  const check = new InputCheck();
  check.id("/incident", incident);
  check.row("/seen", seen);
  check.words("/reasons", reasons);
  check.maybeWords("/publicReasons", publicReasons);
  check.maybeName("/agreement", agreement);
  return check;
}

interface Setting {
  readonly ladder: Ladder;
  readonly input: SetOccurrence | SetAttribution;
  readonly actor: string | null;
}

async function setLevel({ store, by, person }: Acting, setting: Setting): Promise<Done<LevelSet>> {
  const { ladder, input, actor } = setting;
  const { incident: id, seen, level, reasons, publicReasons } = input;
  return store.change(async (change) => {
    // 1. The incident as it stands; what others did to its other fields stays.
    const incident = await standingOf(change, "incident", { id, seen, touching: [ladder], wanted: input });
    // 2. What may be said at all.
    const mandate = await mandateOf(change.client, input.agreement);
    refuseIfNotMandated(mandate, ladder);
    if (actor !== null) await refuseIfUnknownActor(change, actor);
    // 3. What the evidence would justify, to be kept beside what people say.
    const evidence = (await evidenceOf(change.client, [id])).get(id)!;
    const justified = justifiedOn(ladder, evidence, { mandate, acts: incident.acts });
    // 4. The level with its reasons, in the place of the one before, and on the incident.
    const said = {
      incident: id,
      ladder,
      level,
      actor,
      reasons: reasons.text,
      lang: reasons.lang,
      public_reasons: publicReasons?.text ?? null,
      by: person,
      justified: justified.level,
      body: { evidence, because: justified.because, publicLang: publicReasons?.lang } as unknown as Json,
    };
    const { audience } = incident;
    const added = change.add("level", { audience, ...(await replacing(change, id, ladder)) }, said);
    const now = { ...saidIn("incident", incident), [ladder]: level };
    change.add("incident", { id, supersedes: incident.row, audience }, now);
    const body = { incident: id, ladder, before: incident[ladder], level, justified: justified.level };
    return { result: { level: added, justified }, act: { by, act: `set-${ladder}`, body } };
  });
}

export function justifiedOn(
  ladder: Ladder,
  evidence: Evidence,
  { mandate, acts }: { readonly mandate: MandateOf; readonly acts: Row<"incident">["acts"] },
): Justified<string> {
  return ladder === "attribution"
    ? justifyAttribution(evidence)
    : justifyOccurrence(evidence, thresholdsFor(mandate.mandate, acts));
}

function refuseIfNotMandated({ mandate }: MandateOf, ladder: Ladder): void {
  if (ladder !== "attribution" || mandate.attribution !== false) return;
  throw new Refusal(
    "not-mandated",
    "the agreement does not let its mechanism say who did it",
    "record what sources claim as reports; if the mandate changes, say so with the agreement",
  );
}

async function refuseIfUnknownActor(change: Change, actor: string): Promise<void> {
  if (await hasActor(change.client, actor)) return;
  throw new Refusal("no-such-actor", "the register has no such actor", "add it to the register, or use its key there");
}

async function replacing(
  change: Change,
  incident: string,
  ladder: Ladder,
): Promise<{ readonly id?: string; readonly supersedes?: number }> {
  const before = (await levelsOf(change.client, incident)).find((level) => level.ladder === ladder);
  return before ? { id: before.id, supersedes: before.row } : {};
}
