const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** A list of rows, row by row, and the text around it with an empty list in its place. */
export interface CutRows {
  readonly rest: string;
  readonly rows: Iterable<string>;
}

/**
 * Cuts the rows out of `{..., "key": [row, row], ...}`, so that each is parsed by itself: 100,000 rows parsed at once
 * stand as a million objects beside one another before the first is looked at. Nothing is judged here; whatever is not
 * JSON is found when the parts are parsed.
 * @returns `undefined` when the outermost object has no list under the key
 */
export function cutRows(text: string, key: string): CutRows | undefined {
  const start = listStart(text, key);
  if (start === undefined) return undefined;
  const end = partEnd(text, start + 1, true);
  return {
    rest: `${text.slice(0, start)}[]${text.slice(end + 1)}`,
    rows: { [Symbol.iterator]: () => rowsBetween(text, start + 1, end) },
  };
}

function* rowsBetween(text: string, from: number, end: number): Generator<string> {
  if (text.slice(from, end).trim() === "") return;
  for (let start = from; start <= end;) {
    const stop = partEnd(text, start, false);
    // A copy: what is cut out of a row, a name say, then keeps that row alive and not the whole answer.
    yield Buffer.from(text.slice(start, stop), "utf8").toString("utf8");
    start = stop + 1;
  }
}

/** Index after the opening quote's string. */
function afterString(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Where a list ends, or one of its rows: at the comma or bracket that belongs to neither of its parts. */
function partEnd(text: string, from: number, isList: boolean): number {
  let depth = 0;
  for (let at = from; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = afterString(text, at);
      continue;
    }
    if (depth === 0 && (code === CLOSE_BRACKET || (!isList && code === COMMA))) return at;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    at += 1;
  }
  return text.length;
}

/** Index of the bracket that opens the list under a key of the outermost object. */
function listStart(text: string, key: string): number | undefined {
  const wanted = JSON.stringify(key);
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const after = afterString(text, at);
      const opening =
        depth === 1 && text.slice(at, after) === wanted ? /^\s*:\s*\[/.exec(text.slice(after, after + 64)) : null;
      if (opening !== null) return after + opening[0].length - 1;
      at = after;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    at += 1;
  }
  return undefined;
}
