import { loadText } from "../gateways/index.ts";
import type { Problem } from "../kit/index.ts";
import {
  agreementFromYaml,
  agreementToJson,
  agreementToYaml,
  formatAgreement,
  irFromJson,
  parseAgreement,
  printAgreement,
  type Agreement,
} from "../language/index.ts";
import { Refusal } from "./refusal.ts";

/** A text before and after its blocks are written in canonical form. */
export async function formattedText(file: string): Promise<{ readonly before: string; readonly after: string }> {
  const before = await textOf(file);
  const formatted = formatAgreement(before);
  if (typeof formatted !== "string")
    throw new Refusal(
      "cannot-format",
      `${file} has errors, and what is not understood cannot be rewritten`,
      `run: truce check ${file}`,
    );
  return { before, after: formatted };
}

export interface IrOptions {
  readonly format: string;
  readonly spans: boolean;
}

/** An agreement in another form; text, JSON and YAML say the same. */
export async function textOfIr(
  file: string,
  { format, spans }: IrOptions,
): Promise<{ readonly output: string; readonly problems: readonly Problem[] }> {
  const text = await textOf(file);
  const { agreement, problems } = readAny(text, file);
  if (!agreement) return { output: "", problems };
  if (format === "json")
    return { output: `${JSON.stringify(agreementToJson(agreement, { spans }), undefined, 2)}\n`, problems };
  if (format === "yaml") return { output: agreementToYaml(agreement), problems };
  if (format === "text") return { output: printAgreement(agreement), problems };
  throw new Refusal("no-format", `there is no format ${format}`, "write json, yaml or text");
}

function readAny(
  text: string,
  file: string,
): { readonly agreement?: Agreement; readonly problems: readonly Problem[] } {
  if (/\.ya?ml$/u.test(file)) return agreementFromYaml(text);
  if (!file.endsWith(".json")) return parseAgreement(text, { file });
  try {
    return irFromJson(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      problems: [
        {
          code: "bad-json",
          severity: "error",
          at: { file },
          message: error.message,
          hint: "mend the JSON, or make it anew with truce ir",
        },
      ],
    };
  }
}

async function textOf(file: string): Promise<string> {
  const text = await loadText(file);
  if (typeof text !== "string") throw new Refusal(text.code, `${file}: ${text.message}`, text.hint);
  return text;
}
