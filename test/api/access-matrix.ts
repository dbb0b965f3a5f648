import type { EndpointName } from "../../src/api/index.ts";
import type { Who } from "./served.ts";

/** Who asks. Everything in the record that is asked about is released to party a alone: its own party, and another. */
export const COLUMNS: readonly Who[] = [
  ...(["nobody", "admin", "editor", "verifier", "decider", "monitor"] as const),
  ...(["liaison:a", "liaison:b", "humanitarian", "viewer"] as const),
];

/**
 * What comes of it: `+` it may be done · `0` there is nothing (404) · `-` it may not (403) · `!` nobody has signed in (401).
 * An endpoint that is not in here fails the test.
 */
export const MATRIX: Readonly<Record<EndpointName, string>> = {
  //                          nobody admin editor verif. decid. monit. lia.a lia.b human. viewer
  listIncidents: /*        */ "+      +      +      +      +      +      +     +     +      +",
  listColumns: /*          */ "+      +      +      +      +      +      +     +     +      +",
  explainIncident: /*      */ "!      +      +      +      +      -      -     -     -      -",
  recordAccount: /*        */ "!      -      +      +      -      -      -     -     -      -",
  withdrawAccount: /*      */ "!      -      +      +      -      -      -     -     -      -",
  getIncidentHistory: /*   */ "!      +      +      +      +      -      -     -     -      -",
  countTallies: /*         */ "+      +      +      +      +      +      +     +     +      +",
  countIncidents: /*       */ "+      +      +      +      +      +      +     +     +      +",
  countVerdicts: /*        */ "+      +      +      +      +      +      +     +     +      +",
  mapIncidents: /*         */ "+      +      +      +      +      +      +     +     +      +",
  feedIncidents: /*        */ "+      +      +      +      +      +      +     +     +      +",
  exportIncidents: /*      */ "!      +      +      +      +      -      +     +     +      +",
  exportManifest: /*       */ "!      +      +      +      +      -      +     +     +      +",
  getIncident: /*          */ "0      +      +      +      +      0      +     0     0      0",
  listReports: /*          */ "+      +      +      +      +      +      +     +     +      +",
  // What sources wrote is for the inside and for guarantors.
  exportReports: /*        */ "!      +      +      +      +      -      -     -     -      +",
  getReport: /*            */ "0      +      +      +      +      0      +     0     0      0",
  receiveItem: /*          */ "!      +      +      +      -      +      +     +     +      -",
  receiveItems: /*         */ "!      +      +      +      -      +      +     +     +      -",
  previewItems: /*         */ "!      +      +      +      -      -      -     -     -      -",
  // Of what one has sent oneself; nobody has sent anything.
  getImport: /*            */ "!      0      0      0      -      0      0     0     0      -",
  getItemBytes: /*         */ "0      +      +      +      +      0      0     0     0      0",
  getReplyEnclosure: /*    */ "0      +      +      +      +      0      +     0     0      0",
  getAgreementText: /*     */ "0      +      +      +      +      0      0     0     0      0",
  listSubmissions: /*      */ "!      +      +      +      +      -      -     -     -      -",
  acceptSubmissions: /*    */ "!      -      +      +      -      -      -     -     -      -",
  recordReports: /*        */ "!      -      +      +      -      -      -     -     -      -",
  recordPastedTable: /*    */ "!      -      +      +      -      -      -     -     -      -",
  withdrawReports: /*      */ "!      -      +      +      -      -      -     -     -      -",
  // For party a: another party reports its own acts only.
  reportOwnAct: /*         */ "!      -      -      -      -      -      +     -     -      -",
  setOccurrence: /*        */ "!      -      -      +      -      -      -     -     -      -",
  setAttribution: /*       */ "!      -      -      +      -      -      -     -     -      -",
  releaseIncident: /*      */ "!      -      +      -      -      -      -     -     -      -",
  requestReply: /*         */ "!      -      +      +      +      -      -     -     -      -",
  recordReply: /*          */ "!      -      +      +      -      -      -     -     -      -",
  giveReply: /*            */ "!      -      -      -      -      -      +     0     -      -",
  withdrawRequest: /*      */ "!      -      +      +      +      -      -     -     -      -",
  extendClock: /*          */ "!      -      +      +      +      -      -     -     -      -",
  checkRemedy: /*          */ "!      -      +      +      -      -      -     -     -      -",
  proposeDetermination: /* */ "!      -      -      -      +      -      -     -     -      -",
  signDetermination: /*    */ "!      -      -      -      +      -      -     -     -      -",
  dissent: /*              */ "!      -      -      -      +      -      -     -     -      -",
  // Open to its author alone.
  withdrawProposal: /*     */ "!      -      -      -      +      -      -     -     -      -",
  identifySource: /*       */ "!      -      -      +      -      -      -     -     -      -",
  recordAcceptance: /*     */ "!      -      +      -      -      -      -     -     -      -",
  askClarification: /*     */ "!      -      +      +      -      -      -     -     -      -",
  ruleOnClarification: /*  */ "!      -      -      -      +      -      -     -     -      -",
  setMandate: /*           */ "!      +      +      -      -      -      -     -     -      -",
  judge: /*                */ "!      -      +      +      +      -      -     -     -      -",
  acceptMatch: /*          */ "!      -      +      +      -      -      -     -     -      -",
  rejectMatch: /*          */ "!      -      +      +      -      -      -     -     -      -",
  unsureOfMatch: /*        */ "!      -      +      +      -      -      -     -     -      -",
  sayOfReports: /*         */ "!      -      +      +      -      -      -     -     -      -",
  mergeIncidents: /*       */ "!      -      +      +      -      -      -     -     -      -",
  splitIncident: /*        */ "!      -      +      +      -      -      -     -     -      -",
  detachReport: /*         */ "!      -      +      +      -      -      -     -     -      -",
  pinIncident: /*          */ "!      -      +      +      -      -      -     -     -      -",
  unpinIncident: /*        */ "!      -      +      +      -      -      -     -     -      -",
  undoMatching: /*         */ "!      -      +      +      -      -      -     -     -      -",
  learnMatchModel: /*      */ "!      -      +      +      -      -      -     -     -      -",
  explainMatch: /*         */ "!      +      +      +      +      -      -     -     -      -",
  dryRunText: /*           */ "!      +      +      +      +      -      -     -     -      -",
  getStanding: /*          */ "!      +      +      +      +      -      -     -     -      -",
  getConditions: /*        */ "!      +      +      +      +      -      -     -     -      -",
  getProvisions: /*        */ "!      +      +      +      +      -      -     -     -      -",
  recordText: /*           */ "!      +      +      -      -      -      -     -     -      -",
  summariseCoverage: /*    */ "!      +      +      +      +      -      -     -     -      -",
  dryRunList: /*           */ "!      +      +      +      +      -      -     -     -      -",
  search: /*               */ "+      +      +      +      +      +      +     +     +      +",
  listed: /*               */ "+      +      +      +      +      +      +     +     +      +",
  events: /*               */ "+      +      +      +      +      +      +     +     +      +",
  listLedger: /*           */ "!      +      +      +      +      -      -     -     -      -",
  verifyLedger: /*         */ "!      +      +      +      +      -      -     -     -      -",
  getCheckpoint: /*        */ "!      +      +      +      +      -      -     -     -      -",
  getQueue: /*             */ "!      +      +      +      +      -      -     -     -      -",
  listFindingChanges: /*   */ "!      +      +      +      +      -      -     -     -      -",
  getDeterminationStanding: "!       +      +      +      +      -      -     -     -      -",
  whoAmI: /*               */ "+      +      +      +      +      +      +     +     +      +",
  listFailedJobs: /*       */ "!      +      -      -      -      -      -     -     -      -",
  retryJob: /*             */ "!      +      -      -      -      -      -     -     -      -",
  getOpenApi: /*           */ "+      +      +      +      +      +      +     +     +      +",
  getHealth: /*            */ "+      +      +      +      +      +      +     +     +      +",
  getMetrics: /*           */ "!      +      +      +      +      -      -     -     -      -",
  ...things({
    statement: /*          */ "0      +      +      +      +      0      +     0     0      0",
    actor: /*              */ "0      +      +      +      +      0      +     0     0      0",
    place: /*              */ "0      +      +      +      +      0      +     0     0      0",
    area: /*               */ "0      +      +      +      +      0      +     0     0      0",
    listSnapshot: /*       */ "0      +      +      +      +      0      +     0     0      0",
    listEntry: /*          */ "0      +      +      +      +      0      +     0     0      0",
    agreement: /*          */ "0      +      +      +      +      0      +     0     0      0",
    acceptance: /*         */ "0      +      +      +      +      0      +     0     0      0",
    finding: /*            */ "0      +      +      +      +      0      +     0     0      0",
    determination: /*      */ "0      +      +      +      +      0      +     0     0      0",
    dissent: /*            */ "0      +      +      +      +      0      +     0     0      0",
    reply: /*              */ "0      +      +      +      +      0      +     0     0      0",
    level: /*              */ "0      +      +      +      +      0      +     0     0      0",
    // Nobody outside knows of what is not carried yet.
    proposal: /*           */ "0      +      +      +      +      0      0     0     0      0",
    clarification: /*      */ "0      +      +      +      +      0      +     0     0      0",
    // Where monitors were is where they can be found.
    coverage: /*           */ "0      +      +      +      +      0      0     0     0      0",
    figure: /*             */ "0      +      +      +      +      0      +     0     0      0",
    source: /*             */ "0      +      +      +      +      0      +     0     0      0",
    item: /*               */ "0      +      +      +      +      0      0     0     0      0",
    matchProposal: /*      */ "0      +      +      +      +      0      0     0     0      0",
    matchVerdict: /*       */ "0      +      +      +      +      0      0     0     0      0",
    matchPin: /*           */ "0      +      +      +      +      0      0     0     0      0",
  }),
};

type ThingOf<Name> = Name extends `get:${infer Noun}` ? Noun : never;
type ThingName = ThingOf<EndpointName>;
type ThingRows = { readonly [Name in Extract<EndpointName, `${string}:${string}`>]: string };

/** Everybody has a list, and the thing is in it for whoever may see it. */
function things(rows: Readonly<Record<ThingName, string>>): ThingRows {
  const everybody = COLUMNS.map(() => "+").join(" ");
  return Object.fromEntries(
    Object.entries(rows).flatMap(([noun, row]) => [
      [`list:${noun}`, everybody],
      [`get:${noun}`, row],
      [`versions:${noun}`, row],
    ]),
  ) as ThingRows;
}
