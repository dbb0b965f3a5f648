/**
 * The words that cannot be a bare name, because a clause could not be read with them. `test/language/words.test.ts` tries
 * every word of the language as every name.
 */
export const RESERVED: ReadonlySet<string> = new Set(
  [
    // Within a formula or a selector.
    "and or not each no at any anyone true false before after during within beyond with except",
    "actor target act weapon place in is bound confirmed unknown",
    "fulfilled lapsed pending suspended undetermined",
    // What can follow a formula that ends with a name: the next clause on the line.
    "who must may starting complete against when from until outside unless but prevails yields otherwise by",
    "sides known measure distance given record expect ask under since learnt",
    "to provided late for renewable ends enters on kind reads binds starts accepted objected silent",
    // Where an act, a time or a replacement is expected, these say something else.
    "keep achieve ensure start end adoption entry trigger as the fixed",
  ].flatMap((words) => words.split(" ")),
);
