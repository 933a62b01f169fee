import { GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as z from "zod";

const packages = createRequire(import.meta.url);

/**
 * Font packages and the letters each is asked for, in this order. What the packages say of themselves is not enough: the
 * Chinese one lists Korean letters that it does not have.
 */
const FACES = [
  { name: "inter", letters: /[^\p{M}]/u },
  { name: "noto-sans", letters: /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u },
  { name: "noto-sans-arabic", letters: /\p{Script_Extensions=Arabic}/u },
  { name: "noto-sans-hebrew", letters: /\p{Script_Extensions=Hebrew}/u },
  { name: "noto-sans-devanagari", letters: /\p{Script_Extensions=Devanagari}/u },
  { name: "noto-sans-bengali", letters: /\p{Script_Extensions=Bengali}/u },
  { name: "noto-sans-tamil", letters: /\p{Script_Extensions=Tamil}/u },
  { name: "noto-sans-thai", letters: /\p{Script_Extensions=Thai}/u },
  { name: "noto-sans-georgian", letters: /\p{Script_Extensions=Georgian}/u },
  { name: "noto-sans-armenian", letters: /\p{Script_Extensions=Armenian}/u },
  { name: "noto-sans-kr", letters: /\p{Script=Hangul}/u },
  {
    name: "noto-sans-sc",
    letters:
      /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\u{ff00}-\u{ffef}]/u,
  },
  { name: "noto-sans-symbols-2", letters: /\p{S}/u },
] as const;
/** The only one without a variable form. */
const STATIC = "noto-sans-symbols-2";

/** The packages are cut into files of about 30 KB; this tells which holds which letters, in the notation of CSS. */
const subsetsFile = z.record(z.string(), z.string());

interface Subset {
  letters: RegExp;
  family: string;
  path: string;
  ranges: readonly (readonly [from: number, to: number])[];
}

let subsets: readonly Subset[] | undefined;
const registered = new Set<string>();
/** Remembered choices; more than any community writes with. */
const MAX_LETTERS = 20_000;
const familyOfLetter = new Map<string, string | undefined>();

/**
 * Sets the fonts for a text. Files are loaded when their first letter comes: a Chinese name costs three files of 30 KB
 * instead of a font of 10 MB.
 * @param weight 100 to 900
 */
export function setFont(context: SKRSContext2D, text: string, weight: number, size: number): void {
  const families = new Set([familyFor("a")]);
  for (const letter of text) families.add(familyFor(letter));
  families.delete(undefined);
  context.font = `${size}px ${[...families].map((family) => `"${family}"`).join(", ")}`;
  // The weight of `font` alone does not move the axis of a variable font: Chinese would be drawn at its thinnest.
  context.fontVariationSettings = `"wght" ${weight}`;
}

function familyFor(letter: string): string | undefined {
  if (familyOfLetter.has(letter)) return familyOfLetter.get(letter);
  const point = letter.codePointAt(0) ?? 0;
  const subset = allSubsets().find(
    ({ letters, ranges }) => letters.test(letter) && ranges.some(([from, to]) => from <= point && point <= to),
  );
  if (subset !== undefined && !registered.has(subset.family)) {
    GlobalFonts.registerFromPath(subset.path, subset.family);
    registered.add(subset.family);
  }
  if (familyOfLetter.size >= MAX_LETTERS) familyOfLetter.clear();
  familyOfLetter.set(letter, subset?.family);
  return subset?.family;
}

function allSubsets(): readonly Subset[] {
  subsets ??= FACES.flatMap(({ name, letters }) => {
    const folder = name === STATIC ? `@fontsource/${name}` : `@fontsource-variable/${name}`;
    const weight = name === STATIC ? "400" : "wght";
    const text = readFileSync(packages.resolve(`${folder}/unicode.json`), "utf8");
    return Object.entries(subsetsFile.parse(JSON.parse(text))).map(([key, ranges]) => {
      const subset = key.replaceAll(/[[\]]/g, "");
      const path = packages.resolve(`${folder}/files/${name}-${subset}-${weight}-normal.woff2`);
      return { letters, family: `${name} ${subset}`, path, ranges: ranges.split(",").map(readRange) };
    });
  });
  return subsets;
}

/** `U+4e00` or `U+4e00-9fff`. */
function readRange(range: string): readonly [number, number] {
  const [from = "", to = from] = range.trim().slice(2).split("-");
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
