import type { Random } from "./random.js";

/** All invented. Sources allow 5 to 42 characters, mostly `[A-Za-z0-9_-]`, with Unicode now and then. */
const firstParts = [
  "Lucky",
  "Silent",
  "Golden",
  "Crimson",
  "Velvet",
  "Midnight",
  "Rusty",
  "Turbo",
  "Cosmic",
  "Sleepy",
  "Brave",
  "Frosty",
  "Neon",
  "Salty",
  "Hollow",
  "Electric",
  "Mellow",
  "Wild",
  "Dusty",
  "Quiet",
  "Copper",
  "Spicy",
  "Humble",
  "Stormy",
] as const;

const secondParts = [
  "Otter",
  "Falcon",
  "Badger",
  "Comet",
  "Walrus",
  "Lantern",
  "Mango",
  "Raccoon",
  "Anchor",
  "Pepper",
  "Goat",
  "Bishop",
  "Yeti",
  "Marble",
  "Pirate",
  "Tulip",
  "Moose",
  "Rocket",
  "Parrot",
  "Thistle",
  "Gecko",
  "Wizard",
  "Noodle",
  "Kestrel",
] as const;

/** One of each is in every population that is large enough: what boards, pictures and messages must be able to show. */
export const unusualNames: readonly string[] = [
  "نجم_الصحراء", // right to left
  "כוכב-צפון77", // right to left with digits, which run the other way
  "雷のうさぎ_88",
  "Žofie_čáp",
  "🦊_lucky_🦊",
  "Zoë👩‍👩‍👧‍👦Fam", // one cluster of seven code points
  "n̈a̋m̂e_ẅit̋h", // marks that combine with the letter before them
  "_*[stars](and)~brackets`_", // Telegram's markup characters
  "<b>tom</b>&co",
  "the_one_who_never_ever_folds_a_winning_hnd", // 42 characters, the longest a source allows
  "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", // 42 of the widest letter
  "Мятный_Кит",
];

/** A readable name that was not given yet; remembers it in `taken`. */
export function inventName(random: Random, taken: Set<string>): string {
  for (;;) {
    const name = shape(random, random.pick(firstParts), random.pick(secondParts));
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function shape(random: Random, first: string, second: string): string {
  const number = String(random.integer(10 ** (1 + random.integer(5))));
  switch (random.integer(5)) {
    case 0:
      return `${first}${second}${number}`;
    case 1:
      return `${first}_${second}_${number}`.toLowerCase();
    case 2:
      return `${second}-${number}`;
    case 3:
      return `x${first}${second}x${number}`;
    default:
      return `${first}${number}${second}`;
  }
}
