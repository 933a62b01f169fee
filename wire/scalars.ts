import * as z from "zod/mini";

/** Money on the wire is always a decimal text in USD, never a JSON number. */
export const wagerAmount = z
  .string()
  .check(z.regex(/^-?\d+\.\d{6}$/))
  .register(z.globalRegistry, { id: "WagerAmount", description: "USD with 6 decimals", examples: ["1234.560000"] });

export const prizeAmount = z
  .string()
  .check(z.regex(/^-?\d+\.\d{2}$/))
  .register(z.globalRegistry, { id: "PrizeAmount", description: "USD with 2 decimals", examples: ["100.00"] });

/** ISO 8601 in UTC, ending in `Z`; without a name in the API's document, as parameters want it. */
export const instantParameter = z.iso.datetime({ error: "must be an instant in UTC such as 2026-11-22T10:00:00Z" });

/** ISO 8601 in UTC, ending in `Z`. */
export const instantText = z.iso
  .datetime({ error: "must be an instant in UTC such as 2026-11-22T10:00:00Z" })
  .register(z.globalRegistry, { id: "Instant", description: "ISO 8601 UTC", examples: ["2026-11-22T10:00:00.000Z"] });

export const role = z.enum(["owner", "admin", "finance", "moderator"]);
export type Role = z.infer<typeof role>;
