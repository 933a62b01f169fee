export interface BoardPosition {
  epoch: string;
  version: number;
}

/** Contract.md 4: standings answer with `ETag: "epoch-version"`. */
export function entityTag({ epoch, version }: BoardPosition): string {
  return `"${epoch}-${version}"`;
}

/** RFC 9110 13.1.2: weak comparison, because compression on the way may have weakened the tag. */
export function matchesEntityTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((part) => part.trim().replace(/^W\//, "") === tag);
}
