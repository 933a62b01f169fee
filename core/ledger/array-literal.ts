const NEEDS_ESCAPE = /["\\]/;
const ESCAPED = /["\\]/g;

function quoted(value: string): string {
  return NEEDS_ESCAPE.test(value) ? `"${value.replace(ESCAPED, "\\$&")}"` : `"${value}"`;
}

/**
 * PostgreSQL's text form of a `text[]` or `timestamptz[]`. The driver's own conversion looks at the type of every
 * single element; a flush has thousands of them, and their type is known.
 */
export function textArray(values: readonly (string | null)[]): string {
  let literal = "{";
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (index > 0) literal += ",";
    literal += value === null || value === undefined ? "NULL" : quoted(value);
  }
  return `${literal}}`;
}

/** Text form of an array of whole numbers or booleans. */
export function plainArray(values: readonly (number | bigint | boolean)[]): string {
  return `{${values.join(",")}}`;
}
