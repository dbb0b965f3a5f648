import { FIELD_WORDS, sayBits, type PairReasons } from "../workflow/index.ts";
import { table } from "./terminal.ts";

/** The waterfall of a pair, whose bits add up to its total, and what follows in sentences. */
export function sayPair({ reports, sources, isOneIncident, pair, because }: PairReasons): readonly string[] {
  const head = `${reports[0]} (${sources[0]}) and ${reports[1]} (${sources[1]}) are ${isOneIncident ? "put into one incident" : "not put into one incident"}.`;
  if (!pair) return [head, ...because];
  return [
    head,
    "",
    ...table(
      ["bits", "about", "why", "the first says", "the second says"],
      [
        ...pair.bars.map(({ field, says, bits, values }, n) => {
          // What the two say of a field stands once, however many bars are about it.
          const isFirst = pair.bars.findIndex((bar) => bar.field === field) === n;
          return [sayBits(bits), FIELD_WORDS[field] ?? field, says, ...(isFirst && values ? values : ["", ""])];
        }),
        [sayBits(pair.total), "in all", "", "", ""],
      ],
    ),
    "",
    ...because,
  ];
}
