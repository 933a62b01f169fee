export interface Side {
  readonly name: string;
  readonly run: () => Promise<number>;
}

/** Runs the sides in turns, so that a noisy minute of the machine hits all of them. @returns figures by side, in order */
export async function takeTurns(
  sides: readonly Side[],
  rounds: number,
  tell: (line: string) => void,
): Promise<number[][]> {
  const runs = sides.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of sides.entries()) runs[index]?.push(await side.run());
  }
  sides.forEach(({ name }, index) => tell(`${name}: ${runs[index]?.map(shown).join("  ") ?? ""}`));
  return runs;
}

function shown(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2);
}
