import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

/** Something for the first n, as everybody may see it. */
export const drop = z
  .object({
    id: z.string(),
    title: z.string(),
    /** What each claim is worth; null when it gives a code of the casino, told in the private chat. */
    amount: z.nullable(prizeAmount),
    total: z.int(),
    left: z.int(),
    /** Least volume in the last `minWagerDays`; "0.000000" without. */
    minWager: wagerAmount,
    minWagerDays: z.int(),
    opensAt: instantText,
    expiresAt: instantText,
    state: z.enum(["waiting", "open", "gone", "over"]),
  })
  .register(z.globalRegistry, { id: "Drop" });
export type Drop = z.infer<typeof drop>;

export const dropList = z.object({ drops: z.array(drop) }).register(z.globalRegistry, { id: "DropList" });
export type DropList = z.infer<typeof dropList>;

/** What a claim has brought; a code comes in the private chat and nowhere else. */
export const dropClaim = z
  .object({
    drop: z.string(),
    title: z.string(),
    amount: z.nullable(prizeAmount),
    /** The how-manieth claim it was. */
    number: z.int(),
  })
  .register(z.globalRegistry, { id: "DropClaim" });
export type DropClaim = z.infer<typeof dropClaim>;

/** Body of `POST /api/v1/me/codes`. */
export const redeemCode = z
  .strictObject({ word: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)) })
  .register(z.globalRegistry, { id: "RedeemCode" });

/** As administrators see it: with the word that people type. */
export const adminDrop = z
  .extend(drop, { word: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "AdminDrop" });
export type AdminDrop = z.infer<typeof adminDrop>;

export const adminDropList = z
  .object({ drops: z.array(adminDrop) })
  .register(z.globalRegistry, { id: "AdminDropList" });

const usdText = z.string().check(z.maxLength(30));

/** Body of `POST /api/v1/admin/rewards/drops`: an amount with a number of claims, or codes, one a claim. */
export const makeDrop = z
  .strictObject({
    title: z.string().check(z.maxLength(200)),
    amount: z.optional(usdText),
    claims: z.optional(z.int()),
    codes: z.optional(z.array(z.string().check(z.maxLength(120))).check(z.maxLength(10_000))),
    /** What people type to claim; without it a button in groups and in the app. */
    word: z.optional(z.string().check(z.maxLength(60))),
    minWager: z.optional(usdText),
    minWagerDays: z.optional(z.int()),
    opensAt: z.optional(instantText),
    expiresAt: instantText,
  })
  .register(z.globalRegistry, { id: "MakeDrop" });
