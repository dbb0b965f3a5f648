/** What the page of a judgement shows; every number comes with what it is a part of. */
export interface JudgementView {
  readonly title: string;
  readonly lead: string;
  readonly verdicts: readonly string[];
  readonly readings: readonly ReadingView[];
  readonly incidents: readonly IncidentView[];
  readonly total: number;
  readonly attribution: string;
}

export interface ReadingView {
  /** As the text and programs have it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly counts: Counts;
  readonly pairs: readonly { readonly pair: string; readonly counts: Counts }[];
}

export type Counts = Readonly<Record<string, number>>;

export interface IncidentView {
  readonly id: string;
  readonly when: string;
  readonly who: string;
  readonly where: string;
  readonly possible: string;
  readonly questions: readonly string[];
}

/** A page that stands alone: no script, no network, readable on paper. Text of unknown direction isolates itself. */
export function judgementPage(view: JudgementView): string {
  const { title, lead, readings, incidents, attribution } = view;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
<p class="lead">${escape(lead)}</p>
${readings.map((reading) => readingSection(reading, view)).join("\n")}
<section>
<h2>What is missing: ten incidents that cannot be decided</h2>
${incidents.map(incidentArticle).join("\n")}
</section>
<footer><p>${escape(attribution)} A finding is computed from the record and the text; it is not a determination by anybody. “Outside” means that this text does not speak of it, not that it was lawful.</p></footer>
</main>
</body>
</html>
`;
}

function readingSection({ id, name, counts, pairs }: ReadingView, { verdicts, total }: JudgementView): string {
  const rows = [...pairs].sort((a, b) => sum(b.counts) - sum(a.counts));
  const cells = (of: Counts): string => verdicts.map((verdict) => `<td>${number(of[verdict] ?? 0)}</td>`).join("");
  return `<section>
<h2><bdi>${escape(capitalised(name))}</bdi> <small>(reading <code>${escape(id)}</code>)</small></h2>
${bar(counts, verdicts, total)}
<details><summary>By pair of actors</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Counts by pair of actors, reading ${escape(name)}"><table>
<thead><tr><th scope="col">pair</th>${verdicts.map((verdict) => `<th scope="col">${escape(verdict)}</th>`).join("")}<th scope="col">all</th></tr></thead>
<tbody>${rows.map(({ pair, counts: of }) => `<tr><th scope="row"><bdi>${escape(pair)}</bdi></th>${cells(of)}<td>${number(sum(of))}</td></tr>`).join("")}</tbody>
<tfoot><tr><th scope="row">all</th>${cells(counts)}<td>${number(total)}</td></tr></tfoot>
</table></div></details>
</section>`;
}

/** One bar of all incidents, each verdict with its number in words, so that it does not rest on colour. */
function bar(counts: Counts, verdicts: readonly string[], total: number): string {
  const shown = verdicts.filter((verdict) => (counts[verdict] ?? 0) > 0);
  const parts = shown
    .map((verdict) => `<span class="part ${escape(verdict)}" style="flex-grow:${counts[verdict] ?? 0}"></span>`)
    .join("");
  const words = shown
    .map(
      (verdict) =>
        `<li><span class="key ${escape(verdict)}"></span>${escape(verdict)}: <strong>${number(counts[verdict] ?? 0)}</strong> of ${number(total)}</li>`,
    )
    .join("");
  return `<div class="bar" aria-hidden="true">${parts}</div><ul class="legend">${words}</ul>`;
}

function incidentArticle({ id, when, who, where, possible, questions }: IncidentView): string {
  return `<article><h3><bdi>${escape(who)}</bdi></h3>
<p>${escape(when)} · <bdi>${escape(where)}</bdi> · incident ${escape(id)}</p>
<p>It may be <strong>${escape(possible)}</strong>. Not known, and it matters:</p>
<ul>${questions.map((question) => `<li>${escape(question)}</li>`).join("")}</ul></article>`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2733; --paper: #fbfaf7; --soft: #5a6675; --line: #d8d5cc; --outside: #9aa7b4; --permitted: #3f7f6b; --breach: #a8322d; --undetermined: #d9a441; --conflict: #6b4fa0; --error: #000; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e0; --paper: #161b21; --soft: #a5b0bd; --line: #343d47; --outside: #64717e; --error: #fff; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-inline-size: 60rem; margin-inline: auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-block: 2rem .6rem; } h3 { font-size: 1rem; margin: 0; }
.lead { font-size: 1.1rem; max-inline-size: 46rem; }
.bar { display: flex; block-size: 1.6rem; border: 1px solid var(--line); border-radius: 3px; overflow: hidden; }
.part { min-inline-size: 2px; } .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: 0; margin-block: .5rem; }
.key { display: inline-block; inline-size: .8em; block-size: .8em; margin-inline-end: .4em; border: 1px solid var(--line); }
.outside { background: var(--outside); } .permitted { background: var(--permitted); } .breach { background: var(--breach); } .conflict { background: var(--conflict); } .error { background: var(--error); }
.undetermined { background: repeating-linear-gradient(45deg, var(--undetermined) 0 6px, transparent 6px 9px); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; inline-size: 100%; font-size: .9rem; }
th, td { text-align: end; padding: .25rem .6rem; border-block-end: 1px solid var(--line); } th:first-child { text-align: start; font-weight: 500; }
summary { cursor: pointer; } article { border-inline-start: 3px solid var(--undetermined); padding-inline-start: .9rem; margin-block: 1.1rem; } article p { margin-block: .3rem; color: var(--soft); } article strong { color: var(--ink); }
footer { margin-block-start: 3rem; color: var(--soft); font-size: .9rem; }
`;
