import type { Viewer } from "../domain/index.ts";

/**
 * Who may do what: the one table. The access matrix of the API is made from it and tested against it.
 *
 * It keeps duties apart. Whoever hands out roles neither confirms nor decides; whoever confirms what happened does not decide
 * whose fault it is; a party answers for itself and for nobody else.
 */

/** What somebody may be allowed to do, as `thing:act`. */
export const PERMISSIONS = [
  /** To see of the record what the tier of the role lets through. */
  "record:read",
  "export:run",
  /** Who changed what, when and why. */
  "ledger:read",
  "item:receive",
  /** To make reports of what an item holds. */
  "report:accept",
  /** To say which incident a report tells of, and to take that back. */
  "report:attach",
  "incident:open",
  /** To say that incidents are one, or that one is several; both can be undone. */
  "incident:merge",
  /** Occurrence and attribution, with reasons. */
  "level:set",
  "judge:run",
  /** To ask a party for its answer. */
  "reply:request",
  /** To record what a party answered by letter or telephone. */
  "reply:record",
  /** To answer for one's own party. */
  "reply:give",
  "determination:sign",
  "acceptance:record",
  /** Texts, lists, actors, areas, coverage: what findings are made from besides reports. */
  "agreement:record",
  /** To release a row to an audience, or take it back. */
  "release:set",
  /** Who a protected source is. Each use is an entry of the ledger. */
  "source:identify",
  "user:manage",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = [
  "admin",
  "editor",
  "verifier",
  "decider",
  "monitor",
  "liaison",
  "humanitarian",
  "viewer",
] as const;

export type Role = (typeof ROLES)[number];

export interface RoleMeaning {
  /** For people who hand out roles. */
  readonly about: string;
  /** What is read; `party` is that of the account's own party. */
  readonly tier: Viewer["tier"];
  readonly permissions: readonly Permission[];
}

const READING = ["record:read", "export:run"] as const satisfies readonly Permission[];
const INSIDE = [...READING, "ledger:read"] as const satisfies readonly Permission[];

export const ROLE_MEANINGS: Readonly<Record<Role, RoleMeaning>> = {
  admin: {
    about: "looks after accounts and what comes in; does not confirm or decide",
    tier: "internal",
    permissions: [...INSIDE, "user:manage", "item:receive", "agreement:record"],
  },
  editor: {
    about: "keeps the record: reports, incidents, texts, lists, acceptances, what is released to whom",
    tier: "internal",
    permissions: [
      ...INSIDE,
      "item:receive",
      "report:accept",
      "report:attach",
      "incident:open",
      "incident:merge",
      "judge:run",
      "reply:request",
      "reply:record",
      "acceptance:record",
      "agreement:record",
      "release:set",
    ],
  },
  verifier: {
    about: "finds out what happened and sets levels; may learn who a protected source is",
    tier: "internal",
    permissions: [
      ...INSIDE,
      "item:receive",
      "report:accept",
      "report:attach",
      "incident:open",
      "incident:merge",
      "level:set",
      "judge:run",
      "reply:request",
      "reply:record",
      "source:identify",
    ],
  },
  decider: {
    about: "signs determinations, or dissents",
    tier: "internal",
    permissions: [...INSIDE, "judge:run", "reply:request", "determination:sign"],
  },
  monitor: {
    // A telephone that is taken at a checkpoint must not hold the record: what was sent in is not read with it.
    about: "sends reports from the field; reads only what is public",
    tier: "public",
    permissions: ["record:read", "item:receive"],
  },
  liaison: {
    about: "of a party: reads what was released to that party, and answers for it",
    tier: "party",
    permissions: [...READING, "item:receive", "reply:give"],
  },
  humanitarian: {
    about: "reads what was released to humanitarians, and reports",
    tier: "humanitarians",
    permissions: [...READING, "item:receive"],
  },
  viewer: {
    about: "of a guarantor: reads what was released to guarantors",
    tier: "guarantors",
    permissions: READING,
  },
};

/**
 * For these a stolen password must not be enough (OWASP ASVS 4.0, 4.3.1): with the first one gives oneself everything else,
 * the second endangers people who cannot be warned, and the third is said in the name of all.
 */
export const GUARDED_PERMISSIONS = [
  "user:manage",
  "source:identify",
  "determination:sign",
] as const satisfies readonly Permission[];

/** What may be done by whoever has not signed in. */
export const PUBLIC_PERMISSIONS: readonly Permission[] = ["record:read"];

/** The role of a word, or `undefined` if there is none such. */
export function parseRole(word: string): Role | undefined {
  return ROLES.find((role) => role === word);
}

/** The permission of a word, or `undefined` if there is none such. */
export function parsePermission(word: string): Permission | undefined {
  return PERMISSIONS.find((permission) => permission === word);
}

/** Only a liaison is of a party, and there is no liaison without one. */
export function needsParty(role: Role): boolean {
  return ROLE_MEANINGS[role].tier === "party";
}

/** What a role reads. A liaison whose party is not known reads what everybody may. */
export function viewerOf(role: Role, party: string | undefined): Viewer {
  const { tier } = ROLE_MEANINGS[role];
  if (tier !== "party") return { tier };
  return party === undefined ? { tier: "public" } : { tier: "party", party };
}
