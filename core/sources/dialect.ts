import * as z from "zod";

/**
 * How a sender that does not speak our contract signs its messages and names its fields. All of it is configuration;
 * the receiver has no code for any sender.
 */

const headerName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, "must be a header's name in lower case")
  .refine((name) => !["authorization", "cookie"].includes(name), "must not be a credential's header");

/** Where in a message a value is: `data.object.id`, `items[0].amount`, or a text in single quotes. */
const path = z
  .string()
  .max(200)
  .regex(
    /^(?:'[^']*'|[\w$-]+(?:\[\d{1,4}\])*(?:\.[\w$-]+(?:\[\d{1,4}\])*)*)$/,
    "must be a path such as data.object.id",
  );

const hmacSignature = z.strictObject({
  header: headerName,
  encoding: z.enum(["hex", "base64"]),
  /** Text before the signature itself, such as `sha256=`. */
  prefix: z.string().max(32).default(""),
  algorithm: z.enum(["sha256", "sha512"]).default("sha256"),
  /**
   * What is signed: the body, or a timestamp, a separator and the body. The timestamp (unix seconds) is in a header of
   * its own, or in the signature's header as `t=...,v1=...`; then it must be within 300 s of now.
   */
  timestamp: z
    .discriminatedUnion("in", [
      z.strictObject({ in: z.literal("header"), header: headerName, separator: z.string().max(4) }),
      z.strictObject({
        in: z.literal("signature"),
        name: z.string().regex(/^[a-z0-9]{1,16}$/),
        signatureName: z.string().regex(/^[a-z0-9]{1,16}$/),
        separator: z.string().max(4),
      }),
    ])
    .optional(),
});
export type HmacSignature = z.output<typeof hmacSignature>;

const mapping = z.strictObject({
  wagerId: path,
  playerId: path,
  playerName: path.optional(),
  /** Absent where every message settles a wager. */
  status: path.optional(),
  /** What a status means; one that is not listed quarantines the message. */
  statuses: z
    .record(z.string().max(64), z.enum(["settled", "voided", "ignored"]))
    .default({ approved: "settled", reversed: "voided", pending: "ignored" }),
  amount: path,
  amountUnit: z.enum(["usd", "cents"]),
  currency: path.optional(),
  occurredAt: path,
  timeFormat: z.enum(["iso", "seconds", "milliseconds"]).default("iso"),
  /**
   * A number that grows with every correction; or, for senders without one, the time of the message: corrections of a
   * wager then have revision 2 + its milliseconds, so that order never depends on arrival.
   */
  revision: path.optional(),
  revisionTime: path.optional(),
  category: path.optional(),
  game: path.optional(),
});
export type FieldMapping = z.output<typeof mapping>;

const hmacDialect = z.strictObject({
  kind: z.literal("hmac"),
  format: z.enum(["json", "form"]).default("json"),
  signature: hmacSignature,
  /** Which value names a delivery; without one the bytes themselves do. */
  id: z.union([z.strictObject({ header: headerName }), z.strictObject({ path })]).optional(),
  mapping,
});

/**
 * GET with macros. The query without the signature's parameter is signed as it stands (hex HMAC-SHA256); `id` and `ts`
 * (unix seconds) must be there. A shared token in the query alone is never enough.
 */
const postbackDialect = z.strictObject({
  kind: z.literal("postback"),
  signatureParameter: z
    .string()
    .regex(/^\w{1,32}$/)
    .default("sig"),
  idParameter: z
    .string()
    .regex(/^\w{1,64}$/)
    .default("id"),
  timestampParameter: z
    .string()
    .regex(/^\w{1,32}$/)
    .default("ts"),
  mapping,
});

export const dialectSchema = z.discriminatedUnion("kind", [hmacDialect, postbackDialect]);
export type Dialect = z.output<typeof dialectSchema>;
export type HmacDialect = z.output<typeof hmacDialect>;
export type PostbackDialect = z.output<typeof postbackDialect>;
