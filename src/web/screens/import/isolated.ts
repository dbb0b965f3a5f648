/** A name among words of another direction keeps its own (Unicode, FSI and PDI). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
