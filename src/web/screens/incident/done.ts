/** What was done a moment ago: said, named by its entry, and taken back if it was a mistake. */
export interface Done {
  readonly told: string;
  /** The act and a thing that it names, by which its entry is found. */
  readonly act: string;
  readonly thing: string;
  /** Where reports went. */
  readonly incident?: string;
}

export interface DoingProps {
  readonly onDone: (done: Done) => void;
}
