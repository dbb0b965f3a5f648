import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { Button, Input, Label, SearchField } from "react-aria-components";
import { Choice } from "../../parts/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { saveFile } from "../incidents/shown-file.ts";
import { isolated } from "./isolated.ts";
import {
  filterProblems,
  groupProblems,
  problemsCsv,
  SEVERITIES,
  type FileProblem,
  type ProblemGroup,
  type Severity,
} from "./problem-groups.ts";
import { problemWords } from "./problem-words.ts";
import { importWords } from "./words.ts";

export interface ProblemsProps {
  readonly problems: readonly FileProblem[];
  /** Said when something is wrong. */
  readonly note?: string;
}

const SEVERITY_WORDS = { error: "errors", warning: "warnings", note: "notes" } as const;

/** Everything that is wrong, by its kind: where it is, and how it is mended. */
export function Problems({ problems, note }: ProblemsProps): ReactNode {
  const say = useWords(importWords);
  const [severity, setSeverity] = useState<Severity | "all">("all");
  const [file, setFile] = useState("");
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const shown = useMemo(
    () =>
      filterProblems(problems, {
        text: wanted,
        ...(severity === "all" ? {} : { severity }),
        ...(file === "" ? {} : { file }),
      }),
    [problems, severity, file, wanted],
  );
  const groups = useMemo(() => groupProblems(shown), [shown]);
  const files = [...new Set(problems.map((one) => one.file))];
  return (
    <section className="card stack" aria-labelledby="import-problems">
      <div className="row spread">
        <h2 id="import-problems">{say("problemsTitle")}</h2>
        <Counts problems={problems} />
      </div>
      {problems.length === 0 ? (
        <p>{say("noProblems")}</p>
      ) : (
        <>
          {note !== undefined && <p className="soft measure">{note}</p>}
          <Narrowing {...{ problems, files, severity, setSeverity, file, setFile, text, setText }} />
          <p className="small soft" role="status">
            {say("found", { count: shown.length, all: problems.length })}
          </p>
          <ul className="plain stack">
            {groups.map((group) => (
              <Group key={`${group.severity} ${group.code}`} group={group} hasFiles={files.length > 1} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface NarrowingProps {
  readonly problems: readonly FileProblem[];
  readonly files: readonly string[];
  readonly severity: Severity | "all";
  readonly setSeverity: (severity: Severity | "all") => void;
  readonly file: string;
  readonly setFile: (file: string) => void;
  readonly text: string;
  readonly setText: (text: string) => void;
}

/** By what the problems are narrowed, and all of them as a file. */
function Narrowing(props: NarrowingProps): ReactNode {
  const { problems, files, severity, setSeverity, file, setFile, text, setText } = props;
  const say = useWords(importWords);
  return (
    <div className="row import-problem-filter">
      <Choice
        label={say("severity")}
        value={severity}
        options={[
          { key: "all" as const, name: say("all", { count: problems.length }) },
          ...SEVERITIES.map((key) => ({
            key,
            name: say(SEVERITY_WORDS[key], { count: countOf(problems, key) }),
          })),
        ]}
        onChoose={setSeverity}
      />
      {files.length > 1 && (
        <Choice
          label={say("inFile")}
          value={file}
          options={[{ key: "", name: say("everyFile") }, ...files.map((key) => ({ key, name: key }))]}
          onChoose={setFile}
        />
      )}
      <SearchField value={text} onChange={setText}>
        <Label>{say("search")}</Label>
        <Input dir="auto" />
      </SearchField>
      <Button onPress={() => saveFile(new Blob([problemsCsv(problems)]), "problems.csv", "text/csv;charset=utf-8")}>
        {say("download")}
      </Button>
    </div>
  );
}

function countOf(problems: readonly FileProblem[], severity: Severity): number {
  return problems.filter((one) => one.severity === severity).length;
}

function Counts({ problems }: { readonly problems: readonly FileProblem[] }): ReactNode {
  const say = useWords(importWords);
  const formats = useFormats();
  const there = SEVERITIES.filter((severity) => countOf(problems, severity) > 0);
  if (there.length === 0) return null;
  return (
    <p>
      {formats.list(there.map((severity) => say(SEVERITY_WORDS[severity], { count: countOf(problems, severity) })))}
    </p>
  );
}

const FIRST = 5;
const MORE = 50;

interface GroupProps {
  readonly group: ProblemGroup;
  readonly hasFiles: boolean;
}

/** One kind of problem with its places; the fix is said once where it is the same. */
function Group({ group, hasFiles }: GroupProps): ReactNode {
  const say = useWords(importWords);
  const sayKind = useWords(problemWords);
  const [count, setCount] = useState(FIRST);
  const { code, severity, problems } = group;
  const known = problemWords.keys.find((key) => key === code);
  const hints = new Set(problems.map(({ hint }) => hint));
  const [hint] = hints.size === 1 ? hints : [undefined];
  const left = problems.length - count;
  return (
    <li className={`import-problem import-problem-${severity} stack-tight`}>
      <p>
        <strong>
          {say(SEVERITY_WORDS[severity], { count: problems.length })}
          {known === undefined ? "" : `: ${sayKind(known)}`}
        </strong>
      </p>
      <ul className="plain stack-tight">
        {problems.slice(0, count).map((problem, index) => (
          <li key={index}>
            <Place problem={problem} hasFile={hasFiles} /> <bdi>{problem.message}</bdi>
            {hint === undefined && problem.hint !== undefined && <Fix hint={problem.hint} />}
          </li>
        ))}
      </ul>
      {hint !== undefined && (
        <p>
          <Fix hint={hint} />
        </p>
      )}
      {left > 0 && (
        <div>
          <Button onPress={() => setCount(count + MORE)}>{say("showMore", { count: left })}</Button>
        </div>
      )}
    </li>
  );
}

function Fix({ hint }: { readonly hint: string }): ReactNode {
  return (
    <span className="import-fix">
      <span aria-hidden="true" className="import-fix-sign" />
      <bdi>{hint}</bdi>
    </span>
  );
}

/** Where it is: file, row, line, column, field, as far as each is known. */
function Place({ problem, hasFile }: { readonly problem: FileProblem; readonly hasFile: boolean }): ReactNode {
  const say = useWords(importWords);
  const formats = useFormats();
  const { file, row, line, column, field } = problem;
  const place = [
    ...(hasFile ? [isolated(file)] : []),
    ...(row === undefined ? [] : [say("atRow", { row })]),
    ...(line === undefined ? [] : [say("atLine", { line })]),
    ...(column === undefined ? [] : [say("atColumn", { column })]),
    ...(field === undefined ? [] : [say("atField", { field: isolated(field) })]),
  ];
  return place.length === 0 ? null : <span className="import-place">{formats.list(place)}</span>;
}
