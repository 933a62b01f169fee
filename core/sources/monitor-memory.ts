import * as z from "zod";

/** Counters of one period, and the total: what a source says of itself and can be held against itself. */
export const FIELDS = ["all_time", "this_month", "this_week"] as const;
export type Field = (typeof FIELDS)[number];

const instant = z.coerce.date();
const micro = z.coerce.bigint();
/** How long a counter has stood still while others moved, and by how much they did. */
const standstill = z.object({ since: instant, polls: z.int(), moved: micro });
/** What the total moved beyond a period's counter since that counter began anew. */
const drift = z.object({ since: instant, short: micro, moved: micro, offSince: instant.nullable(), offPolls: z.int() });
const event = z.object({ since: instant, at: instant, players: z.int(), amount: micro });

const memorySchema = z.object({
  latenciesMs: z.array(z.number()).default([]),
  frozen: z.partialRecord(z.enum(FIELDS), standstill).default({}),
  drift: z.partialRecord(z.enum(["this_month", "this_week"]), drift).default({}),
  revalued: z.object({ since: instant, amount: micro, of: micro }).nullable().default(null),
  fell: event.nullable().default(null),
  joined: event.nullable().default(null),
  gone: z.object({ since: instant, players: z.int() }).nullable().default(null),
});
/** What the monitor remembers from poll to poll; as JSON in the source's row. */
export type MonitorMemory = z.infer<typeof memorySchema>;

/** @returns a fresh memory when there is none or it is of another version */
export function readMemory(stored: unknown): MonitorMemory {
  const parsed = memorySchema.safeParse(stored ?? {});
  return parsed.success ? parsed.data : memorySchema.parse({});
}

/** The memory as JSON; amounts as text. */
export function writeMemory(memory: MonitorMemory): string {
  return JSON.stringify(memory, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}
