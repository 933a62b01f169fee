/** `2026-12-01T00:00`, as date fields of the browser have it. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/** The wall clock of a zone at an instant. */
export function toWallClock(iso: string, zone: string): string {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(new Date(iso))
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "00";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * The instant at which a zone's wall clock shows this; `undefined` for what is no date. Where clocks skip an hour it is
 * the moment after the gap, where they repeat one the first of the two.
 */
export function toInstant(local: string, zone: string): string | undefined {
  if (!LOCAL.test(local)) return undefined;
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const offsetAt = (ms: number): number => Date.parse(`${toWallClock(new Date(ms).toISOString(), zone)}:00Z`) - ms;
  const dayMs = 86_400_000;
  // The offsets before and after a change of clocks; without a change they are the same.
  const candidates = [offsetAt(asUtc - dayMs), offsetAt(asUtc + dayMs)].map((offset) => asUtc - offset);
  const exact = candidates.filter((ms) => toWallClock(new Date(ms).toISOString(), zone) === local);
  const found = exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
  return new Date(found).toISOString();
}

/** The viewer's own zone. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The viewer's own zone and UTC first, then all that the browser knows. */
export function knownZones(): readonly string[] {
  return [...new Set([ownZone(), "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
