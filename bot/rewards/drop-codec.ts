const SHAPE = /^d1:(?<drop>[1-9]\d{0,14})$/;

/** A press under a drop in a group: anybody may make it, the domain decides. */
export function encodeDropPress(drop: string): string {
  return `d1:${drop}`;
}

/** @returns the drop's id, `undefined` when the press is not one under a drop */
export function decodeDropPress(data: string): string | undefined {
  return SHAPE.exec(data)?.groups?.["drop"];
}
