// The engine alone in a process of its own, so that its memory is its own: prints one line of JSON.

import { loadWork } from "./facts.ts";
import { HAND_RULES, RUNS } from "./rules.ts";

const [n, seed] = process.argv.slice(2).map(Number) as [number, number];
const { program, columns } = await loadWork(n, seed);
const ruleOf = (name: string): number => program.rules.findIndex((rule) => rule.name === name);
const readingOf = (id: string): number => program.readings.findIndex((reading) => reading.id === id);

function judge(): number {
  const bulk = program.judgeTable(columns, n);
  let checksum = 0;
  for (const { rule, reading } of HAND_RULES) {
    const verdicts = bulk.verdict(ruleOf(rule), readingOf(reading));
    checksum += verdicts[n - 1]!;
  }
  return checksum;
}

judge();
const times = Array.from({ length: RUNS }, () => {
  const start = performance.now();
  judge();
  return performance.now() - start;
}).sort((a, b) => a - b);
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ n, milliseconds: times[RUNS >> 1], peakMegabytes }));
