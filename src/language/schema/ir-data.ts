import { Ajv, type ErrorObject } from "ajv";
import { parse, stringify } from "yaml";
import type { Problem } from "../../kit/index.ts";
import type { Agreement } from "../ir.ts";
import schema from "./agreement.schema.json" with { type: "json" };

/** What data of an agreement was understood as, or why not. */
export interface ReadData {
  readonly agreement?: Agreement;
  readonly problems: readonly Problem[];
}

const validate = new Ajv({ allErrors: false, strict: false, allowUnionTypes: true }).compile<Agreement>(schema);

/** Reads data that should be an agreement's IR; a mistake is located by its JSON Pointer. */
export function irFromJson(value: unknown): ReadData {
  if (validate(value)) return { agreement: value, problems: [] };
  const errors = validate.errors ?? [];
  return { problems: [deepest(errors)] };
}

/** Of the alternatives that failed, the one that got furthest is what was meant. */
function deepest(errors: readonly ErrorObject[]): Problem {
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split("/").length;
  const worst = errors.reduce<ErrorObject | undefined>(
    (best, one) => (best === undefined || depth(one) > depth(best) ? one : best),
    undefined,
  );
  const where = worst?.instancePath === "" ? "the top" : (worst?.instancePath ?? "the top");
  return {
    code: "bad-ir",
    severity: "error",
    at: { field: where },
    message: `at ${where}: ${worst?.message ?? "not an agreement"}`,
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
    Object.entries(node).flatMap(([key, value]) => (key === "at" ? [] : [[key, withoutSpans(value)]])),
  );
}
