/** A test that holds the judge to something, by the name under which docs/proof.md speaks of it. */
export interface Law {
  readonly file: string;
  /** The full name of the test, as Vitest says it. */
  readonly test: string;
}

const properties = (test: string): Law => ({ file: "src/language/engine/properties.test.ts", test });
const fixpoints = (test: string): Law => ({ file: "src/consent/fixpoint.test.ts", test: `fixpoints > ${test}` });
const counting = (test: string): Law => ({ file: "src/language/aggregate.test.ts", test });
const duties = (test: string): Law => ({ file: "test/proof/duty-reference.test.ts", test });
const roundTrip = (test: string): Law => ({ file: "test/language/round-trip.test.ts", test });

export const LAWS = {
  P1: properties("a verdict > survives every completion once it is determined"),
  P2: properties("a verdict > is undetermined only with two completions that differ, and returns them"),
  P3: properties("a verdict > is exactly one of conflict, breach, permitted and outside when every fact is known"),
  P4: properties("a verdict > does not depend on the order of statements, escapes or parts of a formula"),
  P5: properties("an escape > that permits never creates a breach"),
  P5b: properties("an escape > that excludes never creates anything but outside"),
  P6: properties("a question > that is not asked never matters"),
  P7: properties("a question > is in a settling set only if the verdict stays open without it"),
  P8: properties("a reading > of no statements is the text as if nobody had made any"),
  P8b: properties("a reading > is the same in whatever order its statements were made and are named"),
  P8c: properties("a reading > with two statements at one label is an error, never a choice between them"),
  P9: { file: "test/proof/cut-off.test.ts", test: "what was learnt after the cut-off > never changes a verdict" },
  P10: properties("a text > judges the same when all its clocks are moved together"),
  P10b: {
    file: "src/language/time/resolve.test.ts",
    test: "moving the zone and all local times together changes nothing",
  },
  P11: roundTrip(
    "printing an agreement and reading it again gives the same data > for any whole document with prose, comments and front matter",
  ),
  P11b: roundTrip("data of an agreement > is understood again from JSON and from YAML"),
  P12: fixpoints("the least is never above the greatest, with `not` or without"),
  P12b: fixpoints("both are fixpoints, and every other lies between them, if nothing is negated"),
  P12c: fixpoints("where least and greatest agree they are a fixpoint, with `not` too"),
  P13: counting("properties > more events never make quiet truer, nor a count falser"),
  P13b: counting("properties > more coverage settles an unknown or changes nothing"),
  P13c: counting(
    "properties > a value is known exactly if nothing is missing, and no event is at least one event denied",
  ),
  counting: {
    file: "test/proof/aggregate-reference.test.ts",
    test: "counting over past time > says that there was none, or that there was one, only if every history says so",
  },
  countingMany: {
    file: "test/proof/aggregate-reference.test.ts",
    test: "counting over past time > says that there were so many, or fewer, only if every history says so, or more may be unrecorded",
  },
  reference: {
    file: "test/proof/proof.test.ts",
    test: "engine and reference > agree on random norms in everything a cell says",
  },
  atoms: {
    file: "test/proof/guard.test.ts",
    test: "a rule that is too large > by its atoms leaves everything possible that is",
  },
  nodes: {
    file: "test/proof/guard.test.ts",
    test: "a rule that is too large > by its diagram leaves everything possible that is",
  },
  bounds: {
    file: "src/language/engine/bounds.test.ts",
    test: "the order of times that rest on a mark which is not known > is given only where it is so wherever the mark stands, and always within days and within hours",
  },
  bulk: {
    file: "src/language/engine/bulk.test.ts",
    test: "a whole table > gets the verdicts that its rows get one by one, contradictions included",
  },
  duties: duties("the state of a duty > is never decided against a history that the record allows"),
  exactDuties: duties("the state of a duty > is open only where histories differ, if nothing is recorded vaguely"),
  dutyClock: duties(
    "what was learnt after the cut-off, or happened after the moment judged > changes no state of a duty",
  ),
} as const satisfies Readonly<Record<string, Law>>;

export type LawName = keyof typeof LAWS;
