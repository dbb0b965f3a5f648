/** The work cannot be done as asked: said to the person in one place, with what to do instead. Not a bug. */
export class Refusal extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
