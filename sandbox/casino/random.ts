/** A reproducible stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  integer(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** Standard normal. */
  normal(): number;
}

/**
 * Generator sfc32 (Chris Doty-Humphrey, public domain), seeded by mixing the text into its 128 bits of state. Streams of
 * different labels are independent, so a new consumer does not change what the others draw.
 */
export function createRandom(seed: number | string, label = ""): Random {
  let [a, b, c, counter] = mix(`${seed}/${label}`);
  const draw = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) draw();
  const next = (): number => draw() / 2 ** 32;
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (from) => from[integer(from.length)] ?? from[0],
    // Box-Muller; 1 - next() keeps zero out of the logarithm.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** FNV-1a over the text, continued with a marker for each further word. */
function mix(text: string): [number, number, number, number] {
  const word = (marker: number): number => {
    let hash = 0x811c9dc5 ^ marker;
    for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    return hash | 0;
  };
  return [word(1), word(2), word(3), 1];
}
