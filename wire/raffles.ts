import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

/** A draw among tickets. */
export const raffle = z
  .object({
    id: z.string(),
    title: z.string(),
    startsAt: instantText,
    endsAt: instantText,
    /** Volume of one ticket. */
    ticketPrice: wagerAmount,
    prizes: z.array(prizeAmount),
    /** SHA-256 of the secret seed, known from the beginning; the seed comes with the draw. */
    commitment: z.string(),
    state: z.enum(["waiting", "open", "drawing", "drawn", "cancelled"]),
    cancelReason: z.nullable(z.string()),
    /** Once drawn: how many took part, and who won by the names of the published draw. */
    participants: z.nullable(z.int()),
    winners: z.nullable(z.array(z.object({ place: z.int(), pseudonym: z.string(), prize: prizeAmount }))),
  })
  .register(z.globalRegistry, { id: "Raffle" });
export type Raffle = z.infer<typeof raffle>;

export const raffleList = z.object({ raffles: z.array(raffle) }).register(z.globalRegistry, { id: "RaffleList" });
export type RaffleList = z.infer<typeof raffleList>;

/** One's own part in raffles. */
export const ownTickets = z
  .object({
    tickets: z.array(
      z.object({
        raffle: z.string(),
        /** One's name in the published draw. */
        pseudonym: z.string(),
        wagered: wagerAmount,
        tickets: z.int(),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "OwnTickets" });
export type OwnTickets = z.infer<typeof ownTickets>;

const usdText = z.string().check(z.maxLength(30));

/** Body of `POST /api/v1/admin/rewards/raffles`; amounts in USD. */
export const makeRaffle = z
  .strictObject({
    title: z.string().check(z.maxLength(200)),
    startsAt: instantText,
    endsAt: instantText,
    ticketPrice: usdText,
    prizes: z.array(usdText).check(z.maxLength(100)),
  })
  .register(z.globalRegistry, { id: "MakeRaffle" });
