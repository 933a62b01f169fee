import * as z from "zod/mini";
import { formatPlayerId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { instantText, wagerAmount } from "../../wire/scalars.js";
import { readPlayer, resolvePlayer } from "../admin/find-player.js";
import { admin, route } from "../route.js";

const playerCard = z
  .object({
    id: z.string(),
    /** Slug of the source. */
    source: z.string(),
    /** The source's own id. */
    playerId: z.string(),
    name: z.nullable(z.string()),
    /** Every name the player was seen under, newest first. */
    names: z.array(z.object({ name: z.string(), seenAt: instantText })),
    isPrivate: z.boolean(),
    firstSeenAt: instantText,
    /** Of all time. */
    wagered: wagerAmount,
    entries: z.int(),
    link: z.nullable(z.object({ userId: z.number(), proof: z.string(), since: instantText })),
  })
  .register(z.globalRegistry, { id: "PlayerCard" });

export const showPlayer = route({
  method: "get",
  path: "/admin/players/:player",
  access: admin("owner", "admin", "finance", "moderator"),
  group: "Players",
  summary: "One player, by our id (`p12`) or by source and its own id (`casino:U42`).",
  input: { params: z.object({ player: z.string() }) },
  answer: { status: 200, schema: playerCard },
  async handler({ context }, { params }) {
    const { externalId, link, ...card } = await readPlayer(context, await resolvePlayer(context, params.player));
    return {
      body: {
        ...card,
        id: formatPlayerId(card.id),
        playerId: externalId,
        names: card.names.map(({ name, seenAt }) => ({ name, seenAt: new Date(seenAt).toISOString() })),
        firstSeenAt: card.firstSeenAt.toISOString(),
        wagered: formatMicroUsd(microUsd(BigInt(card.wagered))),
        link: link && { ...link, since: new Date(link.since).toISOString() },
      },
    };
  },
});
