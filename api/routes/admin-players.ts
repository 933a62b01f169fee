import * as z from "zod/mini";
import { findAccounts } from "../../core/players/find-accounts.js";
import { fullNamesOf, type FullName } from "../../core/players/full-names.js";
import { accountList, playerCard } from "../../wire/admin-players.js";
import { formatPlayerId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { readPlayer, resolvePlayer } from "../admin/find-player.js";
import { admin, route } from "../route.js";
import { DEFAULT_PAGE, MAX_PAGE } from "./params.js";

const STAFF = admin("owner", "admin", "finance", "moderator");
const GROUP = "Players";

function showAccount({ id, name, source, externalId }: FullName) {
  return { id: formatPlayerId(id), name, source, playerId: externalId };
}

export const allPlayers = route({
  method: "get",
  path: "/admin/players",
  access: STAFF,
  group: GROUP,
  summary: "Casino accounts with their full names: `q` is how a name or id begins, or `ids` are ours, by commas.",
  input: {
    query: z.object({
      q: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
      ids: z.optional(z.string().check(z.maxLength(4_000))),
    }),
  },
  answer: { status: 200, schema: accountList },
  async handler({ context }, { query: { q: text, ids } }) {
    const found =
      ids === undefined
        ? await findAccounts(context, { text, limit: DEFAULT_PAGE })
        : (await fullNamesOf(context.pool, ids.split(",").slice(0, MAX_PAGE))).values();
    return { body: { accounts: Array.from(found, showAccount) } };
  },
});

export const showPlayer = route({
  method: "get",
  path: "/admin/players/:player",
  access: STAFF,
  group: GROUP,
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
