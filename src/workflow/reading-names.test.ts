import { expect, it } from "vitest";
import { textOf, villageFolder } from "../../test/scenarios/village-folder.ts";
import { judgeFolder } from "./judge-folder.ts";
import { readingNames } from "./reading-names.ts";

it("calls a reading by the name that the text gives whoever reads it so, or by its own title", async () => {
  const text = textOf(
    "rule peace",
    "  who upper or lower",
    "  must not attack",
    "  against anyone",
    "  unless answered: provoked",
    'statement lower-says "what Lower says of threats"',
    "  by lower on 2016-02-28 kind interpretation",
    "  reads peace.answered as provoked",
    'reading strict "to the letter" with lower-says',
  );
  const names = readingNames(await judgeFolder(await villageFolder({ text })));
  expect(Object.fromEntries(names)).toEqual({
    text: "the text alone",
    lower: "as read by: Lower village",
    agreed: "with what all parties accepted",
    strict: "to the letter",
    "lower-says": "what Lower says of threats",
  });
});
