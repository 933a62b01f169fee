/** Longer bodies are batches, of which the beginning shows what is wrong. */
const MOST_LETTERS = 4_000;

/**
 * A delivery's body as people can read it. It is laid out by its own text and never parsed: parsing would change
 * amounts, and what is no JSON has to be seen as it came.
 */
export function prettyBody(body: string): string {
  const shown = body.length > MOST_LETTERS ? `${body.slice(0, MOST_LETTERS)} …` : body;
  if (!/^\s*[{[]/.test(shown)) return shown;
  let depth = 0;
  let isText = false;
  let out = "";
  for (let at = 0; at < shown.length; at += 1) {
    const letter = shown.charAt(at);
    if (letter === '"' && shown.charAt(at - 1) !== "\\") isText = !isText;
    if (isText || !/[{}[\],]/.test(letter)) out += isText || letter.trim() !== "" ? letter : "";
    else if (letter === ",") out += `,\n${"  ".repeat(depth)}`;
    else if (letter === "{" || letter === "[") out += `${letter}\n${"  ".repeat(++depth)}`;
    else out += `\n${"  ".repeat((depth = Math.max(0, depth - 1)))}${letter}`;
  }
  return out.replaceAll(/":(?=\S)/g, '": ');
}
