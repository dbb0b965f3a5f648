import { audienceOf, type Tier, type Viewer } from "../../src/domain/index.ts";
import type { Noun } from "../../src/store/index.ts";
import type { Values, Version, World } from "./world.ts";

/**
 * Who may see what, told a second time and in another way than in src/store/tiers.ts, so that the two can be held against
 * each other. In words:
 *
 * - The inside sees everything, except that who a protected source is stays sealed also there.
 * - Outside, a version is seen by whom it was released to, as long as the thing is released to them today as well: what was
 *   hidden again is hidden at every moment, also where one asks how it was before.
 * - Items as they arrived are for the inside. Where monitors were is for guarantors too.
 * - What is about another thing is seen only together with it: findings, determinations and replies with their incident;
 *   what is of an agreement with the agreement; members with both their incident and their report; an acceptance with its
 *   actor; an entry of a list with that state of the list. Where a report, or a statement, names a thing that is not seen,
 *   the name is blank.
 * - A protected source, and who told what, is for guarantors at most. A party sees its own replies only.
 * - What a source wrote, as it wrote it, is for guarantors at most; labels are of that kind.
 * - Why somebody did something is for the inside.
 * - What people have only proposed to determine is for the inside. Who determined, who dissented and why is for guarantors at
 *   most; a dissent is seen only with its determination. The reasons of a level are for guarantors at most, besides those that
 *   were written for everybody.
 * - Exact places are not for the public.
 * - When something was recorded is for the inside to the millisecond, and for others to the day: with the time at which a
 *   report came in one could find who sent it.
 */

/** Nobody at all, the inside, and who is let in one after the other. */
type Least = "nobody" | "internal" | "guarantors" | "nonpublic" | "anybody";

const LET_IN: Readonly<Record<Least, readonly Tier[]>> = {
  nobody: [],
  internal: ["internal"],
  guarantors: ["internal", "guarantors"],
  nonpublic: ["internal", "guarantors", "party", "humanitarians"],
  anybody: ["internal", "guarantors", "party", "humanitarians", "public"],
};

const OF_NOUN: Readonly<Partial<Record<Noun, Least>>> = {
  source_identity: "nobody",
  item: "internal",
  coverage: "guarantors",
  proposal: "internal",
  match_proposal: "internal",
  match_verdict: "internal",
  match_pin: "internal",
  match_model: "internal",
  reason: "internal",
};

const OF_COLUMN: Readonly<Record<string, Least>> = {
  "report.data_set": "internal",
  "report.external_id": "guarantors",
  "report.item": "internal",
  "report.place": "internal",
  "report.content": "internal",
  "report.source": "guarantors",
  "report.body": "guarantors",
  "report.words": "guarantors",
  "report.label": "guarantors",
  "report.latitude": "nonpublic",
  "report.longitude": "nonpublic",
  "report.radius_m": "nonpublic",
  "report.within": "nonpublic",
  "incident.account": "internal",
  "incident.body": "internal",
  "incident.label": "guarantors",
  "incident.words": "guarantors",
  "incident.latitude": "nonpublic",
  "incident.longitude": "nonpublic",
  "incident.radius_m": "nonpublic",
  "incident_member.reason": "internal",
  "source.body": "internal",
  "source.reliability": "guarantors",
  "source.affiliation": "guarantors",
  "statement.body": "guarantors",
  "statement.report": "guarantors",
  "cells.body": "guarantors",
  "cells.content": "internal",
  "finding.text_item": "internal",
  "determination.body": "guarantors",
  "determination.signed_by": "guarantors",
  "dissent.proposal": "internal",
  "dissent.by": "guarantors",
  "dissent.reasons": "guarantors",
  "dissent.lang": "guarantors",
  "level.reasons": "guarantors",
  "level.lang": "guarantors",
  "level.by": "internal",
  "level.justified": "internal",
  "level.body": "internal",
  "reply.item": "internal",
  "reply.enclosed": "internal",
  "clarification.asked_by": "guarantors",
  "clarification.body": "internal",
  "clarification.item": "internal",
  "clarification.ruling_item": "internal",
  "list_snapshot.item": "internal",
  "agreement.text_item": "internal",
};

const DAY = 86_400_000;

/** The world as one viewer may see it, as recorded at a moment or as it stands. */
export class Model {
  readonly world: World;
  readonly viewer: Viewer;
  private readonly at: number;
  /** Also what was hidden since. */
  private readonly isAsThen: boolean;

  constructor(
    world: World,
    viewer: Viewer,
    { at, isAsThen = false }: { readonly at?: number | undefined; readonly isAsThen?: boolean } = {},
  ) {
    this.isAsThen = isAsThen;
    this.world = world;
    this.viewer = viewer;
    this.at = at ?? Number.POSITIVE_INFINITY;
  }

  private isAmong(least: Least): boolean {
    return LET_IN[least].includes(this.viewer.tier);
  }

  /** What the viewer sees of a noun, in the version of the moment. */
  seen(noun: Noun): readonly Version[] {
    return this.world.versions.filter((one) => one.noun === noun && this.isSeen(one));
  }

  isSeen(version: Version): boolean {
    const { noun, recordedAt, supersededAt, withdrawn } = version;
    const stood = recordedAt <= this.at && (supersededAt === undefined || supersededAt > this.at) && !withdrawn;
    if (!stood || !this.isAmong(OF_NOUN[noun] ?? "anybody")) return false;
    if (this.viewer.tier === "internal") return true;
    // The same for many incidents; reached through a finding only.
    if (noun === "cells") return this.seen("finding").some(({ said }) => said["cells"] === version.id);
    const today = this.world.versions.find((one) => one.id === version.id && one.supersededAt === undefined)!;
    return [version, ...(this.isAsThen ? [] : [today])].every((one) => this.isReleased(one)) && this.isAbout(version);
  }

  private isReleased({ noun, audience, said }: Version): boolean {
    if (noun === "source" && said["protection"] !== "open" && !this.isAmong("guarantors")) return false;
    return audience.includes(audienceOf(this.viewer));
  }

  private isAbout({ noun, said }: Version): boolean {
    const has = (other: Noun, by: string, value: unknown = said[other]): boolean =>
      this.seen(other).some((one) => (by === "id" ? one.id : one.said[by]) === value);
    switch (noun) {
      case "incident_member":
        return has("incident", "id") && has("report", "id");
      case "finding":
      case "determination":
        return has("incident", "id") && has("agreement", "key");
      case "dissent":
        return has("determination", "id");
      case "level":
        return has("incident", "id");
      case "clarification":
        return has("agreement", "key");
      case "reply":
        return has("incident", "id") && (this.viewer.tier !== "party" || said["party"] === this.viewer.party);
      case "acceptance":
        return has("agreement", "key") && has("actor", "key");
      case "list_entry":
        return has("list_snapshot", "id", said["snapshot"]);
      default:
        return true;
    }
  }

  /** The value of a column of a version that is seen: blank if it is not for the viewer. */
  value({ noun, said }: Version, column: string): unknown {
    const value = said[column];
    const blank = Array.isArray(value) ? [] : null;
    if (!this.isAmong(OF_COLUMN[`${noun}.${column}`] ?? "anybody")) return blank;
    if (this.viewer.tier === "internal") return value;
    const names = `${noun}.${column}`;
    const other = names === "report.source" ? "source" : names === "statement.report" ? "report" : undefined;
    return other === undefined || this.seen(other).some(({ id }) => id === value) ? value : blank;
  }

  recordedAt({ recordedAt }: Version): number {
    return this.viewer.tier === "internal" ? recordedAt : Math.floor(recordedAt / DAY) * DAY;
  }

  /** All that the viewer sees of a version. */
  row(version: Version): Values {
    const columns = Object.keys(version.said).map((column) => [column, this.value(version, column)]);
    return { ...Object.fromEntries(columns), id: version.id, recorded_at: this.recordedAt(version) };
  }
}
