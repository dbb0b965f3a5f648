import { access } from "node:fs/promises";
import { join } from "node:path";
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
import { folderOf } from "./check-agreement-file.ts";
import { Refusal } from "./refusal.ts";

/** A text before and after its blocks are written in canonical form; of a folder, the text of its agreement. */
export interface FormattedText {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export async function formattedText(path: string): Promise<FormattedText> {
  const file = await agreementFileOf(path);
  const before = await textOf(file);
  const after = formatAgreement(before, { file });
  if (typeof after === "string") return { file, before, after };
  throw new Refusal(
    "broken-agreement",
    `${file} has ${after.length} error${after.length === 1 ? "" : "s"}, and what is not understood cannot be rewritten; the first: ${after[0]!.message}`,
    `run: truce check ${file}`,
  );
}

export interface IrOptions {
  readonly format: string;
  readonly spans: boolean;
}

export interface IrText {
  readonly output: string;
  readonly problems: readonly Problem[];
  /** The file as read, in which the problems are. */
  readonly agreement: { readonly file: string; readonly text: string };
}

/** An agreement in another form; text, JSON and YAML say the same. */
export async function textOfIr(path: string, { format, spans }: IrOptions): Promise<IrText> {
  const file = await agreementFileOf(path);
  const text = await textOf(file);
  const { agreement, problems: found } = readAny(text, file);
  const problems = found.map((problem): Problem => ({ ...problem, at: { file, ...problem.at } }));
  const output = agreement ? written(agreement, { format, spans }) : "";
  return { output, problems, agreement: { file, text } };
}

function written(agreement: Agreement, { format, spans }: IrOptions): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(agreementToJson(agreement, { spans }), undefined, 2)}\n`;
    case "yaml":
      return agreementToYaml(agreement);
    case "text":
      return printAgreement(agreement);
    default:
      throw new Refusal("no-format", `there is no format ${format}`, "write json, yaml or text");
  }
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

/** The file that a path means: itself, or the agreement of the folder. */
async function agreementFileOf(path: string): Promise<string> {
  if ((await folderOf(path)) !== path) return path;
  const file = join(path, "agreement.md");
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  throw new Refusal("no-agreement", `there is no agreement.md in ${path}`, "name the file, if it is called otherwise");
}

async function textOf(file: string): Promise<string> {
  const text = await loadText(file);
  if (typeof text !== "string") throw new Refusal(text.code, `${file}: ${text.message}`, text.hint);
  return text;
}
