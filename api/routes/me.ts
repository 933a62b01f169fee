import * as z from "zod/mini";
import { readProfile } from "../../core/access/signed-in-user.js";
import { NotFoundError } from "../../core/errors.js";
import { signedInUser } from "../../wire/auth.js";
import { myStanding } from "../../wire/race.js";
import { showPlayer, showProfile } from "../auth/sign-in.js";
import { personOf, route, SESSION } from "../route.js";
import { raceIdOf } from "./params.js";

const profile = z
  .extend(signedInUser, {
    alias: z.nullable(z.string()),
    /** True once the person has started the bot. */
    canBeMessaged: z.boolean(),
    players: z.array(z.object({ id: z.string(), name: z.string(), source: z.string() })),
  })
  .register(z.globalRegistry, { id: "Profile" });

export const ownProfile = route({
  method: "get",
  path: "/me",
  access: SESSION,
  group: "Me",
  summary: "One's own profile: names, roles and linked players.",
  input: {},
  answer: { status: 200, schema: profile },
  async handler({ context }, call) {
    const own = await readProfile(context, personOf(call).userId);
    return {
      body: {
        ...showProfile(own),
        alias: own.alias,
        canBeMessaged: own.canBeMessaged,
        players: own.players.map((player) => ({ ...showPlayer(own, player), source: player.source })),
      },
    };
  },
});

export const ownStanding = route({
  method: "get",
  path: "/me/standing",
  access: SESSION,
  group: "Me",
  summary: "One's own place in a race, `race` or else the current one. 404 without a linked player.",
  input: { query: z.object({ race: z.optional(z.string()) }) },
  answer: { status: 200, schema: myStanding },
  async handler({ context, views }, call) {
    const { players } = await readProfile(context, personOf(call).userId);
    const [player] = players;
    if (player === undefined) throw new NotFoundError("No casino account is linked to you yet: link one first.");
    const race = call.query.race ?? (await views.currentRace())?.id;
    if (race === undefined) throw new NotFoundError("There is no race yet.");
    return { body: await views.myStanding(raceIdOf(race), player.id) };
  },
});
