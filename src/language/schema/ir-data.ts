import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { parse, stringify } from "yaml";
import type { Problem } from "../../kit/index.ts";
import type { Agreement } from "../ir.ts";
import { parseAgreement, printAgreement } from "../read-agreement.ts";
import schema from "./agreement.schema.json" with { type: "json" };

/** What data of an agreement was understood as, or why not. */
export interface ReadData {
  readonly agreement?: Agreement;
  readonly problems: readonly Problem[];
}

let compiled: ValidateFunction<Agreement> | undefined;

/** Made when it is first needed. It is code that is made at run time, which a web page may not, and need not where it reads texts. */
function validator(): ValidateFunction<Agreement> {
  return (compiled ??= new Ajv({ allErrors: false, strict: false, allowUnionTypes: true }).compile<Agreement>(schema));
}

/** Reads data that should be an agreement's IR; a mistake is located by its JSON Pointer. */
export function irFromJson(value: unknown): ReadData {
  const validate = validator();
  if (!validate(value)) return { problems: [deepest(validate.errors ?? [])] };
  const unsayable = findUnsayable(value);
  return unsayable ? { problems: [unsayable] } : { agreement: value, problems: [] };
}

/**
 * The schema lets through what no text can say: a title of two lines, an `and` of one part, a name with a backquote.
 * Data and text carry the same content, so such data is refused rather than changed by the next printing.
 */
function findUnsayable(agreement: Agreement): Problem | undefined {
  const { agreement: said, problems } = parseAgreement(printAgreement(agreement));
  const error = problems.find(({ severity }) => severity === "error");
  const where = findDifference(withoutSpans(agreement), withoutSpans(said), "");
  if (where === undefined && error === undefined) return undefined;
  return badData(
    where ?? "",
    error ? `no text can say this: ${error.message}` : "no text can say this: written out, it reads differently",
  );
}

/** The JSON Pointer (RFC 6901) of the first place where two values are not the same. */
function findDifference(one: unknown, other: unknown, where: string): string | undefined {
  if (Object.is(one, other)) return undefined;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return where;
  const [mine, yours] = [one, other].map((value) => new Map<string, unknown>(Object.entries(value)));
  if (!mine || !yours) return where;
  for (const key of new Set([...mine.keys(), ...yours.keys()])) {
    const below = `${where}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const found = mine.has(key) && yours.has(key) ? findDifference(mine.get(key), yours.get(key), below) : below;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of the alternatives that failed, the one that got furthest is what was meant. */
function deepest(errors: readonly ErrorObject[]): Problem {
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split("/").length;
  const worst = errors.reduce<ErrorObject | undefined>(
    (best, one) => (best === undefined || depth(one) > depth(best) ? one : best),
    undefined,
  );
  return badData(worst?.instancePath ?? "", worst?.message ?? "not an agreement");
}

function badData(pointer: string, message: string): Problem {
  const where = pointer === "" ? "the top" : pointer;
  return {
    code: "bad-ir",
    severity: "error",
    at: {},
    message: `at ${where}: ${message}`,
    hint: "see src/language/schema/agreement.schema.json, or print one with truce ir",
  };
}

/** The IR as plain data; without `spans` nothing in it depends on where it stood in a file. */
export function agreementToJson(agreement: Agreement, { spans = false }: { readonly spans?: boolean } = {}): unknown {
  return spans ? agreement : withoutSpans(agreement);
}

/** YAML is only a rendering of the same data. */
export function agreementToYaml(agreement: Agreement): string {
  return stringify(withoutSpans(agreement), { lineWidth: 0, aliasDuplicateObjects: false });
}

export function agreementFromYaml(text: string): ReadData {
  try {
    return irFromJson(parse(text));
  } catch (error) {
    const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    return {
      problems: [
        {
          code: "bad-yaml",
          severity: "error",
          at: { line: 1 },
          message,
          hint: "mend the YAML, or make it anew with truce ir --format yaml",
        },
      ],
    };
  }
}

/** A deep copy without the places of nodes. */
export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) =>
      key === "at" || key === "clauses" ? [] : [[key, withoutSpans(value)]],
    ),
  );
}
