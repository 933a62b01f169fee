import { InvalidInputError } from "../errors.js";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const LEAST = 2;
const MOST = 20;
/** The column's limit: an emoji of a family alone has 7 code points. */
const MOST_CODE_POINTS = 32;

/**
 * Letters and digits that look alike in the fonts of chat clients, folded onto one of them: Cyrillic and Greek capitals
 * come as small letters here. Source: the confusables of Unicode TR39 that occur in names people really impersonate.
 */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  ...fold("a", "аα4@"),
  ...fold("b", "вβ8ь"),
  ...fold("c", "сϲ"),
  ...fold("d", "ԁ"),
  ...fold("e", "еε3є"),
  ...fold("g", "ԍ9"),
  ...fold("h", "һнη"),
  ...fold("l", "iіιӏ1|!ıɩjј"),
  ...fold("k", "кκ"),
  ...fold("m", "мμ"),
  ...fold("n", "пν"),
  ...fold("o", "оο0σө"),
  ...fold("p", "рρ"),
  ...fold("q", "ԛ"),
  ...fold("s", "ѕ5$"),
  ...fold("t", "тτ7"),
  ...fold("u", "υц"),
  ...fold("v", "ѵ"),
  ...fold("w", "ԝω"),
  ...fold("x", "хχ"),
  ...fold("y", "уүγ"),
  ...fold("z", "ᴢ2"),
};

function fold(to: string, from: string): Record<string, string> {
  return Object.fromEntries(Array.from(from, (letter) => [letter, to]));
}

/** Words by which somebody would pass for the operator, as the eye reads them. */
const RESERVED = ["admin", "owner", "official", "support", "moderator", "operator", "telegram", "goatedvips"].map(
  aliasKey,
);

/**
 * The alias as the eye reads it: without case, accents, blanks and signs, with look-alikes folded. Two aliases of one
 * key would be taken for one another. Names without any letter keep their own form.
 */
export function aliasKey(alias: string): string {
  const plain = alias.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const folded = Array.from(plain, (letter) => LOOK_ALIKE[letter] ?? letter).join("");
  const letters = folded
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
  return letters === "" ? alias.normalize("NFKC") : letters;
}

/**
 * Checks an alias by its form; whether somebody has it already is for the database to say.
 * @returns the alias as it is stored
 * @throws InvalidInputError that says what is wrong
 */
export function checkAlias(text: string): string {
  const alias = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  const fault = faultOf(alias);
  if (fault === undefined) return alias;
  throw new InvalidInputError("This alias cannot be used.", [{ path: "alias", message: fault }]);
}

function faultOf(alias: string): string | undefined {
  const length = [...graphemes.segment(alias)].length;
  if (length < LEAST || length > MOST || Array.from(alias).length > MOST_CODE_POINTS)
    return "must have 2 to 20 letters";
  // Controls, directions, private and unassigned characters; joiners stay, emoji and some scripts need them.
  if (/[\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069\u00AD\uFEFF\u200B]/u.test(alias))
    return "has characters that cannot be shown";
  if (/\p{M}{4}/u.test(alias)) return "has too many marks on one letter";
  if (!/[\p{L}\p{N}]/u.test(alias)) return "must have a letter or a digit";
  if (/\*{2}/.test(alias)) return "looks like a masked name";
  if (/[@#]|:\/\/|\bt\.me\b|www\.|\.(com|net|org|io|gg|me|bet|casino)\b/i.test(alias)) return "must not be an address";
  const key = aliasKey(alias);
  if (RESERVED.some((word) => key.includes(word))) return "looks like the operator's";
  return undefined;
}
