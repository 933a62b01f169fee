/** Something must not be said before a moment, such as the end of a person's quiet hours. */
export class LaterError extends Error {
  override readonly name = "LaterError";
  readonly until: Date;

  constructor(until: Date) {
    super("not before a later moment");
    this.until = until;
  }
}
