import * as z from "zod/mini";
import { instantText } from "./scalars.js";

const publicPlayer = z.object({ id: z.string(), name: z.string() });

const squad = z.object({
  id: z.string(),
  name: z.string(),
  /** In the order in which they joined. */
  members: z.array(publicPlayer),
});

const terms = {
  race: z.object({ id: z.string(), title: z.string() }),
  /** Most members of a squad. */
  most: z.int(),
  /** Last moment to form, join and leave squads. */
  closesAt: instantText,
  isOpen: z.boolean(),
};

/** The squads of a race. How they stand is told by its lanes. */
export const raceSquads = z
  .object({ ...terms, squads: z.array(squad) })
  .register(z.globalRegistry, { id: "RaceSquads" });
export type RaceSquads = z.infer<typeof raceSquads>;

/** A squad one is in. */
export const ownSquad = z
  .object({
    ...terms,
    squad,
    /** Whoever knows it can join while there is room. */
    code: z.string(),
    /** What opens the bot with the question whether to join; null while no bot is known. */
    invitation: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "OwnSquad" });
export type OwnSquad = z.infer<typeof ownSquad>;

export const ownSquads = z.object({ squads: z.array(ownSquad) }).register(z.globalRegistry, { id: "OwnSquads" });
export type OwnSquads = z.infer<typeof ownSquads>;

/** Body of `POST /api/v1/me/squads`. */
export const formSquad = z
  .strictObject({ race: z.string().check(z.maxLength(30)), name: z.string().check(z.maxLength(64)) })
  .register(z.globalRegistry, { id: "FormSquad" });

/** Body of `POST /api/v1/me/squads/join`. */
export const joinSquad = z
  .strictObject({ code: z.string().check(z.minLength(1), z.maxLength(30)) })
  .register(z.globalRegistry, { id: "JoinSquad" });
