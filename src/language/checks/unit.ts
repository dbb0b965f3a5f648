import { convert } from "../engine/index.ts";
import type { Quantity } from "../ir.ts";
import { printQuantity } from "../print/formula.ts";
import { problemAt, type Check } from "./check.ts";

const UNIT_WORDS = { km: "km", m: "m", mm: "mm", ft: "ft", "%": "per cent", count: "a count" } as const;

/** A quantity is given in a unit of the measure's kind; distances are lengths. */
export const unitCheck: Check = {
  codes: ["unit-mismatch"],
  check(context) {
    const { uses, declared } = context;
    const ofUses = uses.quantities.flatMap(({ quantity, as, statement, at }) => {
      const unit = as === "length" ? "m" : declared.measures.get(as.measure)?.unit;
      if (unit === undefined || convert(quantity, unit) !== undefined) return [];
      const [what, hint] =
        as === "length"
          ? ["a distance is a length", "write it in km, m, mm or ft"]
          : [`\`${as.measure}\` is measured in ${UNIT_WORDS[unit]}`, `write it in ${UNIT_WORDS[unit]}`];
      return [mismatch(quantity, { what, hint, at: at ?? statement.at })];
    });
    const ofTables = [...new Set(uses.tables)].flatMap((name) =>
      (declared.tables.get(name)?.rows ?? []).flatMap(({ value, at }) =>
        convert(value, "m") === undefined
          ? [mismatch(value, { what: `\`${name}\` is used as a distance`, hint: "write it in km, m, mm or ft", at })]
          : [],
      ),
    );
    return [...ofUses, ...ofTables];

    function mismatch(
      quantity: Quantity,
      {
        what,
        hint,
        at,
      }: { readonly what: string; readonly hint: string; readonly at: { from: number; to: number } | undefined },
    ) {
      const written = printQuantity(quantity);
      return problemAt(context, {
        code: "unit-mismatch",
        at,
        word: written,
        message: `${what}, and ${written} is not`,
        hint,
      });
    }
  },
};
