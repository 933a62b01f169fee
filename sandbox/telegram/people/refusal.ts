/** A person tried what the client would not let him do; the chat page shows the text. */
export class PersonRefusal extends Error {
  override readonly name = "PersonRefusal";
}
