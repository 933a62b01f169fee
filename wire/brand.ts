declare const brandName: unique symbol;

/** A plain value that only one door hands out, so that cents, micro-USD and ids cannot be mixed up. */
export type Brand<Value, Name extends string> = Value & { readonly [brandName]: Name };

type Plain<Branded> = Branded extends bigint
  ? bigint
  : Branded extends number
    ? number
    : Branded extends string
      ? string
      : never;

/**
 * The one place where a plain value becomes a branded one. Call it only from the function that has just
 * established the fact the brand stands for.
 */
export function brand<Branded extends Brand<bigint | number | string, string>>(value: Plain<Branded>): Branded {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand exists for the compiler only
  return value as unknown as Branded;
}
