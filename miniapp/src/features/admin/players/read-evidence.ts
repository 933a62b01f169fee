import * as z from "zod/mini";
import { amountOf } from "../parts/amounts.js";

const entry = z.looseObject({ ref: z.string(), counted: z.string(), occurredAt: z.string() });
/** As core/disputes/collect-evidence.ts keeps it; fields of newer servers are allowed and ignored. */
const evidence = z.looseObject({
  rank: z.nullable(z.int()),
  score: z.string(),
  entries: z.array(entry),
  entriesInAll: z.int(),
  /** Amounts here are micro-USD as digits. */
  late: z.array(z.looseObject({ ref: z.string(), counted: z.string(), recordedAt: z.string() })),
  decisions: z.array(z.looseObject({ rule: z.string(), verdict: z.string(), at: z.string() })),
  names: z.array(z.looseObject({ name: z.string(), seen_at: z.string() })),
});
export type Evidence = z.infer<typeof evidence>;

/** `undefined` for what an older server has kept in another shape. */
export function readEvidence(value: unknown): Evidence | undefined {
  const parsed = evidence.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

export interface TimelineEvent {
  kind: "entry" | "late" | "decision" | "name" | "case";
  at: string;
  text: string;
  /** Decimal text of the wire. */
  amount?: string;
}

/** The newest entries that are shown one by one. */
const ENTRIES = 40;

/** Everything about a case in the order in which it happened, newest first. */
export function timelineOf(found: Evidence, openedAt: string): TimelineEvent[] {
  const events: TimelineEvent[] = [
    { kind: "case", at: openedAt, text: "" },
    ...found.entries.slice(-ENTRIES).map(({ ref, counted, occurredAt }) => ({
      kind: "entry" as const,
      at: occurredAt,
      text: ref,
      amount: counted,
    })),
    ...found.late.map(({ ref, counted, recordedAt }) => ({
      kind: "late" as const,
      at: recordedAt,
      text: ref,
      amount: amountOf(BigInt(counted)),
    })),
    ...found.decisions.map(({ rule, verdict, at }) => ({ kind: "decision" as const, at, text: `${rule}: ${verdict}` })),
    ...found.names.map(({ name, seen_at: at }) => ({ kind: "name" as const, at, text: name })),
  ];
  return events.sort((left, right) => Date.parse(right.at) - Date.parse(left.at));
}
