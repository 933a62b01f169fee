export function isoOrNull(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
