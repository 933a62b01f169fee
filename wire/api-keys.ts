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
      }),
    ),
  })
  .register(z.globalRegistry, { id: "KeyList" });
