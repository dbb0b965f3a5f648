import {
  FIELD_FORM,
  FIELD_FORM_GROUPS,
  FORM_MARK,
  type Label,
  type Question,
  type QuestionGroup,
} from "./field-form.ts";
import { xmlText } from "./openrosa-answers.ts";

/** Names of translations as ODK's tools read them: with the code, by which they also find which way the letters run. */
const LANGUAGES = { en: "English (en)", ar: "العربية (ar)" } as const;
type Language = keyof typeof LANGUAGES;

const LINE = "\n";

/** The form for field monitors as an XForm (ODK XForms Specification 1.0). */
export function fieldFormXml(): string {
  const { title } = FIELD_FORM;
  return `<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms">
  <h:head>
    <h:title>${xmlText(`${title.en} – ${title.ar}`)}</h:title>
    <model odk:xforms-version="1.0.0">
      <itext>
${lines(4, [translation("en"), translation("ar")])}
      </itext>
      <instance>
${lines(4, instance())}
      </instance>
${lines(3, binds())}
    </model>
  </h:head>
  <h:body>
${lines(2, FIELD_FORM_GROUPS.flatMap(groupControl))}
  </h:body>
</h:html>
`;
}

function lines(depth: number, of: readonly string[]): string {
  return of
    .flatMap((text) => text.split(LINE))
    .map((line) => `${"  ".repeat(depth)}${line}`)
    .join(LINE);
}

const pathOf = (group: QuestionGroup, question?: Question): string =>
  `/data/${group.name}${question === undefined ? "" : `/${question.name}`}`;

/** Every text of the form with its id, in the order of the questions. */
function texts(): readonly (readonly [id: string, label: Label])[] {
  return FIELD_FORM_GROUPS.flatMap((group) => [
    [`${pathOf(group)}:label`, group.label] as const,
    ...group.questions.flatMap((question) => {
      const path = pathOf(group, question);
      const choices = (question.choices ?? []).map(({ value, label }) => [`${path}/${value}:label`, label] as const);
      const hint = question.hint === undefined ? [] : [[`${path}:hint`, question.hint] as const];
      return [[`${path}:label`, question.label] as const, ...hint, ...choices];
    }),
  ]);
}

function translation(language: Language): string {
  const isDefault = language === "en" ? ' default="true()"' : "";
  const each = texts().map(
    ([id, label]) => `  <text id="${id}">${LINE}    <value>${xmlText(label[language])}</value>${LINE}  </text>`,
  );
  return [`<translation lang="${LANGUAGES[language]}"${isDefault}>`, ...each, "</translation>"].join(LINE);
}

function instance(): readonly string[] {
  const groups = FIELD_FORM_GROUPS.flatMap(({ name, questions }) => [
    `  <${name}>`,
    ...questions.map((question) => `    <${question.name}/>`),
    `  </${name}>`,
  ]);
  return [
    `<data id="${FIELD_FORM.id}" version="${FIELD_FORM.version}">`,
    `  <${FORM_MARK.name}>${FORM_MARK.value}</${FORM_MARK.name}>`,
    "  <start/>",
    "  <end/>",
    ...groups,
    "  <meta>",
    "    <instanceID/>",
    "  </meta>",
    "</data>",
  ];
}

function binds(): readonly string[] {
  const asked = FIELD_FORM_GROUPS.flatMap((group) =>
    group.questions.map((question) => {
      const relevant = relevance(question, (name) => `/data/${group.name}/${name}`);
      const attribute = relevant === undefined ? "" : ` relevant="${xmlText(relevant)}"`;
      const constraint = question.type === "int" ? ' constraint=". &gt;= 0"' : "";
      return `<bind nodeset="${pathOf(group, question)}" type="${bindType(question)}"${attribute}${constraint}/>`;
    }),
  );
  return [
    `<bind nodeset="/data/${FORM_MARK.name}" type="string" readonly="true()"/>`,
    '<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>',
    '<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>',
    ...asked,
    '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>',
  ];
}

function bindType({ type }: Question): string {
  switch (type) {
    case "select1":
    case "select":
      return "string";
    case "image":
    case "audio":
      return "binary";
    default:
      return type;
  }
}

function relevance({ onlyIf }: Question, nodeOf: (name: string) => string): string | undefined {
  if (onlyIf === undefined) return undefined;
  const node = nodeOf(onlyIf.question);
  return onlyIf.is === undefined ? `${node} != ''` : `${node} = '${onlyIf.is}'`;
}

function groupControl(group: QuestionGroup): readonly string[] {
  return [
    `<group ref="${pathOf(group)}">`,
    `  <label ref="jr:itext('${pathOf(group)}:label')"/>`,
    ...group.questions.flatMap((question) => control(group, question)).map((line) => `  ${line}`),
    "</group>",
  ];
}

function control(group: QuestionGroup, question: Question): readonly string[] {
  const path = pathOf(group, question);
  const { type, hint, choices = [], isLong = false } = question;
  const isMedia = type === "image" || type === "audio";
  const element = isMedia ? "upload" : type === "select" || type === "select1" ? type : "input";
  const mediatype = isMedia ? ` mediatype="${type}/*"` : "";
  return [
    `<${element}${mediatype}${isLong ? ' appearance="multiline"' : ""} ref="${path}">`,
    `  <label ref="jr:itext('${path}:label')"/>`,
    ...(hint === undefined ? [] : [`  <hint ref="jr:itext('${path}:hint')"/>`]),
    ...choices.flatMap(({ value }) => [
      "  <item>",
      `    <label ref="jr:itext('${path}/${value}:label')"/>`,
      `    <value>${value}</value>`,
      "  </item>",
    ]),
    `</${element}>`,
  ];
}

/** One sheet of an XLSForm: a header and rows. */
export interface FormSheet {
  readonly name: "survey" | "choices" | "settings";
  readonly rows: readonly (readonly string[])[];
}

const IN_BOTH = (column: string): readonly string[] => [`${column}::${LANGUAGES.en}`, `${column}::${LANGUAGES.ar}`];

/** The same form as the sheets of an XLSForm (xlsform.org), for KoboToolbox and whoever changes it. */
export function fieldFormSheets(): readonly FormSheet[] {
  const { id, version, title } = FIELD_FORM;
  const settings = [
    ["form_title", "form_id", "version", "default_language"],
    [`${title.en} – ${title.ar}`, id, version, LANGUAGES.en],
  ];
  return [
    { name: "survey", rows: surveyRows() },
    { name: "choices", rows: choiceRows() },
    { name: "settings", rows: settings },
  ];
}

function surveyRows(): readonly (readonly string[])[] {
  const head = ["type", "name", ...IN_BOTH("label"), ...IN_BOTH("hint"), "relevant", "constraint", "appearance"];
  const row = (...cells: readonly string[]): readonly string[] => head.map((_, i) => cells[i] ?? "");
  const asked = FIELD_FORM_GROUPS.flatMap(({ name, label, questions }) => [
    row("begin group", name, label.en, label.ar),
    ...questions.map((question) => {
      const { label: own, hint = { en: "", ar: "" }, type, isLong = false } = question;
      const relevant = relevance(question, (other) => `\${${other}}`) ?? "";
      const constraint = type === "int" ? ". >= 0" : "";
      const texts = [own.en, own.ar, hint.en, hint.ar];
      return row(sheetType(question), question.name, ...texts, relevant, constraint, isLong ? "multiline" : "");
    }),
    row("end group"),
  ]);
  return [
    [...head, "calculation"],
    [...row("start", "start"), ""],
    [...row("end", "end"), ""],
    [...row("calculate", FORM_MARK.name), `'${FORM_MARK.value}'`],
    ...asked.map((cells) => [...cells, ""]),
  ];
}

function sheetType({ type, name }: Question): string {
  switch (type) {
    case "select1":
      return `select_one ${name}`;
    case "select":
      return `select_multiple ${name}`;
    case "int":
      return "integer";
    case "string":
      return "text";
    default:
      return type;
  }
}

function choiceRows(): readonly (readonly string[])[] {
  const choices = FIELD_FORM_GROUPS.flatMap(({ questions }) =>
    questions.flatMap(({ name, choices: of = [] }) => of.map(({ value, label }) => [name, value, label.en, label.ar])),
  );
  return [["list_name", "name", ...IN_BOTH("label")], ...choices];
}

/** Which columns of a report each question goes into, by the path of the question. */
export function fieldFormColumns(): readonly (readonly [question: string, columns: readonly string[]])[] {
  return FIELD_FORM_GROUPS.flatMap(({ name: group, questions }) =>
    questions.map(({ name, columns }) => [`${group}/${name}`, columns] as const),
  );
}
