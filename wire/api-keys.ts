import * as z from "zod/mini";
import { instantText } from "./scalars.js";

/** `admin` opens every admin path; `read` gives public paths a limit of its own. */
export const API_SCOPES = ["admin", "read"] as const;
export type ApiScope = (typeof API_SCOPES)[number];

export const createKey = z
  .strictObject({
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    scopes: z.array(z.enum(API_SCOPES)).check(z.minLength(1)),
    expiresAt: z.optional(instantText),
    /** Addresses or ranges (`203.0.113.0/24`) from which the key counts; left out, it counts from everywhere. */
    addresses: z.optional(z.array(z.string().check(z.maxLength(49))).check(z.minLength(1), z.maxLength(20))),
  })
  .register(z.globalRegistry, { id: "CreateKey" });

export const createdKey = z
  .object({
    id: z.string(),
    /** Shown this once. */
    key: z.string(),
  })
  .register(z.globalRegistry, { id: "CreatedKey" });

export const rotatedKey = z
  .object({ id: z.string(), key: z.string(), previousExpiresAt: instantText })
  .register(z.globalRegistry, { id: "RotatedKey" });

export const keyList = z
  .object({
    keys: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        scopes: z.array(z.enum(API_SCOPES)),
        createdAt: instantText,
        createdBy: z.string(),
        expiresAt: z.nullable(instantText),
        revokedAt: z.nullable(instantText),
        lastUsedAt: z.nullable(instantText),
        /** Null counts from everywhere. */
        addresses: z.nullable(z.array(z.string())),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "KeyList" });
