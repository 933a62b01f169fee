import { InvalidInputError } from "../errors.js";
import { dialectSchema, type Dialect } from "./dialect.js";

/** @throws InvalidInputError with one issue a field */
export function parseDialect(dialect: unknown): Dialect {
  const read = dialectSchema.safeParse(dialect);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new InvalidInputError("The dialect cannot be used like this.", issues);
}
