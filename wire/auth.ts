import * as z from "zod/mini";
import { role } from "./scalars.js";

export const signedInUser = z
  .object({
    /** Telegram's number as text. */
    id: z.string(),
    firstName: z.string(),
    username: z.nullable(z.string()),
    languageCode: z.nullable(z.string()),
    roles: z.array(role),
    /** The linked player of the person, null without a proven link. */
    player: z.nullable(z.object({ id: z.string(), name: z.string() })),
  })
  .register(z.globalRegistry, { id: "SignedInUser" });
export type SignedInUser = z.infer<typeof signedInUser>;

export const session = z
  .object({
    accessToken: z.string(),
    /** Seconds until the access token expires. */
    expiresIn: z.int(),
    refreshToken: z.string(),
    user: signedInUser,
  })
  .register(z.globalRegistry, { id: "Session" });
export type Session = z.infer<typeof session>;

export const refreshRequest = z.strictObject({ refreshToken: z.string().check(z.minLength(20), z.maxLength(200)) });

/** The fields of Telegram's `user` in initData that we read; the rest is allowed and ignored. */
export const initDataUser = z.object({
  id: z.int().check(z.positive()),
  first_name: z.string(),
  last_name: z.optional(z.string()),
  username: z.optional(z.string()),
  language_code: z.optional(z.string()),
  allows_write_to_pm: z.optional(z.boolean()),
});
export type InitDataUser = z.infer<typeof initDataUser>;
