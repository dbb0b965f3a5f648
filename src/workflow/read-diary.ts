import { NO_DIARY, type ConditionLine, type Diary, type DutyLine, type RenewalLine } from "../domain/index.ts";
import { parseDiary } from "../formats/index.ts";
import { nearest, type Place, type Problem } from "../kit/index.ts";
import {
  checkAgreement,
  parseAgreement,
  printLeaf,
  readDeclarations,
  statementsOf,
  vocabularies,
  type Agreement,
  type Case,
  type Declarations,
  type Duty,
  type Name,
  type Procedure,
  type Rule,
} from "../language/index.ts";

/** The agreement that a diary is about, and who the folder knows besides. */
export interface DiaryOf {
  readonly loaded: { readonly agreement: Agreement; readonly text: string; readonly problems: readonly Problem[] };
  readonly knownActors: ReadonlySet<string>;
}

export interface ReadDiary {
  /** Conditions are in the canonical words of the language. */
  readonly diary: Diary;
  readonly problems: readonly Problem[];
}

/**
 * Reads a diary against its agreement. A line that the text has no place for is a problem and is left out; of a text that
 * is not understood nothing can be recorded, and by it nothing is judged either.
 */
export function readDiary(text: string, file: string, of: DiaryOf): ReadDiary {
  const { loaded } = of;
  if (loaded.problems.some(({ severity }) => severity === "error")) return { diary: NO_DIARY, problems: [] };
  const declared = readDeclarations(loaded.agreement, vocabularies);
  const procedures = proceduresOf(loaded);
  const names = {
    rules: declared.rules.map(({ name }) => name),
    procedures: new Map([...procedures.values()].map((one) => [one.name, statesOf(one)])),
  };
  const { diary, problems } = parseDiary(text, names, file);
  const wrong: Problem[] = [];
  const keep = <T>(lines: readonly T[], check: (line: T) => Problem | undefined): readonly T[] =>
    lines.filter((line) => {
      const problem = check(line);
      if (problem) wrong.push(problem);
      return problem?.severity !== "error";
    });
  const duties = keep(diary.duties, (line) => checkDuty(line, declared, of.knownActors));
  const renewals = keep(diary.renewals, (line) => checkRenewal(line, declared));
  const conditions = readConditions(diary.conditions, of, wrong);
  return { diary: { ...diary, duties, renewals, conditions }, problems: [...problems, ...wrong] };
}

export function proceduresOf({ agreement }: { readonly agreement: Agreement }): ReadonlyMap<Name, Procedure> {
  const procedures = statementsOf(agreement).filter((one): one is Procedure => one.kind === "procedure");
  return new Map(procedures.map((one) => [one.name, one]));
}

function statesOf({ starts, steps, ends }: Procedure): readonly Name[] {
  const stepped = steps.flatMap(({ from, to, otherwise }) =>
    otherwise === undefined ? [from, to] : [from, to, otherwise],
  );
  return [...new Set([starts, ...stepped, ...ends])];
}

// ——— Duties ———

const STATE_WORDS = ["holds", "fails", "covered", "suspended"] as const;

/** What a diary can say of each shape of duty; nothing: it is judged event by event. */
const WORDS_OF: Readonly<Record<Duty["shape"], readonly DutyLine["what"][]>> = {
  "must-achieve": ["started", "completed", ...STATE_WORDS],
  "must-keep": STATE_WORDS,
  "must-whenever": ["triggered", "done", "covered", "suspended"],
  "must-not": [],
  "must-ensure": [],
  may: [],
};

function checkDuty(line: DutyLine, declared: Declarations, knownActors: ReadonlySet<string>): Problem | undefined {
  const rule = declared.rules.find(({ name }) => name === line.rule);
  if (!rule) return undefined;
  const words = WORDS_OF[rule.duty.shape];
  if (words.length === 0)
    return wrongLine(line.place, "no-diary", {
      message: `${rule.name} is judged event by event, so that a diary says nothing of it`,
      hint: "put the events among the reports",
    });
  if (!words.includes(line.what))
    return wrongLine(line.place, "wrong-what", {
      message: `${line.what} says nothing of a duty such as ${rule.name}`,
      hint: `write one of ${words.join(", ")}`,
    });
  return checkBearer(line, { rule, declared, knownActors });
}

interface Bearing {
  readonly rule: Rule;
  readonly declared: Declarations;
  readonly knownActors: ReadonlySet<string>;
}

/** Where a rule speaks of several, what one of them did says nothing of the others. */
function checkBearer({ about, what, place }: DutyLine, bearing: Bearing): Problem | undefined {
  const { rule, declared, knownActors } = bearing;
  const named = rule.who.kind === "names" ? rule.who.names : [...declared.parties.keys()];
  const isOpen =
    rule.who.kind !== "names" || named.some((name) => declared.classes.has(name) || declared.lists.has(name));
  if (about === undefined) {
    const isOfAll = what === "covered" || what === "suspended" || what === "triggered";
    if (isOfAll || (named.length === 1 && !isOpen)) return undefined;
    return wrongLine(place, "missing-about", {
      message: `${rule.name} is a duty of several, and this line does not say whose`,
      hint: `write about: and one of ${named.join(", ")}${isOpen ? ", or an actor that is one of them" : ""}`,
    });
  }
  const members = named.flatMap((name) => declared.classes.get(name)?.members ?? []);
  if ([...named, ...members].includes(about) || (isOpen && knownActors.has(about))) return undefined;
  const candidates = isOpen ? [...named, ...members, ...knownActors] : named;
  const meant = nearest(about, candidates);
  return wrongLine(place, "unknown-bearer", {
    message: `${rule.name} is no duty of ${about}`,
    hint: meant === undefined ? `it is one of ${named.join(", ")}` : `did you mean ${meant}?`,
  });
}

function checkRenewal({ what, place }: RenewalLine, { inForce }: Declarations): Problem | undefined {
  const isRenewable = inForce.some(
    ({ renewable }) => renewable && (what === "renewed" || renewable.how === "unless-notice"),
  );
  if (isRenewable) return undefined;
  return wrongLine(place, "not-renewable", {
    message:
      what === "renewed"
        ? "the text is not renewable"
        : "the text does not go on unless notice is given, so a notice ends nothing",
    hint: "look at `in force` in the agreement",
  });
}

function wrongLine(at: Place, code: string, { message, hint }: { message: string; hint: string }): Problem {
  return { code, severity: "error", at, message, hint };
}

// ——— Conditions ———

/**
 * Conditions are understood as what a worked case gives: each is put behind the text as a case of its own, so that the same
 * reader and the same checks see it.
 */
function readConditions(
  lines: readonly ConditionLine[],
  { loaded, knownActors }: DiaryOf,
  problems: Problem[],
): readonly ConditionLine[] {
  if (lines.length === 0) return [];
  const cases = lines.map(
    ({ condition }, i) => `case \`${caseName(i)}\`\n  given ${condition.replaceAll(/\s/gu, " ")}\n`,
  );
  const head = `${loaded.text}\n\n\`\`\`truce\n`;
  const document = `${head}${cases.join("")}\`\`\`\n`;
  const first = head.split("\n").length;
  const parsed = parseAgreement(document);
  const checked = checkAgreement(parsed.agreement, { text: document, damaged: parsed.damaged, knownActors });
  const found = [...parsed.problems, ...checked].filter(({ severity }) => severity === "error");
  const byName = new Map(
    statementsOf(parsed.agreement)
      .filter((one): one is Case => one.kind === "case")
      .map((one) => [one.name, one]),
  );
  return lines.flatMap((line, i): readonly ConditionLine[] => {
    const problem = found.find(({ at }) => at.line !== undefined && Math.floor((at.line - first) / 2) === i);
    const given = byName.get(caseName(i))?.given[0];
    const isPlain = given && given.state !== "unknown" && !given.since && !given.until && !given.learnt;
    if (problem || !given || !isPlain) {
      const hint = problem?.hint ?? "write it as the agreement does";
      problems.push(
        wrongLine(line.place, "unknown-condition", { message: problem?.message ?? "this is no condition", hint }),
      );
      return [];
    }
    const isDenied = given.state === "false";
    return [
      { ...line, condition: printLeaf(given.leaf), what: isDenied === (line.what === "fails") ? "holds" : "fails" },
    ];
  });
}

function caseName(index: number): string {
  return `line ${index + 1} of the diary`;
}
