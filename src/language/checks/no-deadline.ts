import { problemAt, type Check } from "./check.ts";

/** A duty to do something says by when, and an acceptance with a deadline says what a late one is worth. */
export const noDeadlineCheck: Check = {
  codes: ["no-deadline", "late-acceptance"],
  check(context) {
    const { rules, accepts } = context.declared;
    const duties = rules.flatMap(({ name, duty, at }) => {
      const isOpen =
        duty.shape === "must-achieve" ? !duty.by && !duty.completeBy : duty.shape === "must-whenever" && !duty.within;
      if (!isOpen) return [];
      const message = `\`${name}\` has no deadline, so it can never lapse`;
      const hint =
        duty.shape === "must-achieve"
          ? "add `by`, or a line `complete by`, and a time"
          : "add `within` and a duration before `whenever`";
      return [problemAt(context, { code: "no-deadline", severity: "warning", at, word: name, message, hint })];
    });
    const late = [...accepts.values()].flatMap(({ name, by, late: worth, at }) => {
      if (!by || worth !== undefined) return [];
      const message = `the text does not say whether \`${name}\` still counts after its deadline`;
      const hint = "add a line `late counts` or `late does not count`";
      return [problemAt(context, { code: "late-acceptance", severity: "note", at, word: name, message, hint })];
    });
    return [...duties, ...late];
  },
};
