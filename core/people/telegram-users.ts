import { and, eq } from "drizzle-orm";
import { links, players } from "../../db/schema/players.js";
import { telegramUsers, userRoles } from "../../db/schema/telegram.js";
import type { PlayerId, SourceId, TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";
import type { CoreContext } from "../context.js";

/** A person as an update or initData describes him. */
export interface TelegramPerson {
  id: TelegramUserId;
  firstName: string;
  lastName: string | null;
  username: string | null;
  languageCode: string | null;
}

type Deps = Pick<CoreContext, "db" | "clock">;

/** Stores the newest description of a person; rights never follow from it. */
export async function rememberTelegramUser({ db, clock }: Deps, person: TelegramPerson): Promise<void> {
  const seenAt = clock.now();
  const described = {
    firstName: person.firstName,
    lastName: person.lastName,
    username: person.username,
    languageCode: person.languageCode,
    seenAt,
    // Who had himself erased and comes back is a person again.
    erasedAt: null,
  };
  await db
    .insert(telegramUsers)
    .values({ id: person.id, ...described })
    .onConflictDoUpdate({ target: telegramUsers.id, set: described });
}

/** Notes that the person has started the bot (or has blocked it): only then may it write first. */
export async function setCanBeMessaged({ db }: Pick<Deps, "db">, id: TelegramUserId, can: boolean): Promise<void> {
  await db.update(telegramUsers).set({ canBeMessaged: can }).where(eq(telegramUsers.id, id));
}

/** Rights of a person by his number, read from the database each time. */
export async function rolesOf({ db }: Pick<Deps, "db">, id: TelegramUserId): Promise<Role[]> {
  const rows = await db.select({ role: userRoles.role }).from(userRoles).where(eq(userRoles.userId, id));
  return rows.map((row) => row.role);
}

/** A casino account that provably belongs to a person. */
export interface LinkedPlayer {
  playerId: PlayerId;
  sourceId: SourceId;
  name: string | null;
}

/** The person's approved links, oldest first. */
export async function linkedPlayers({ db }: Pick<Deps, "db">, id: TelegramUserId): Promise<LinkedPlayer[]> {
  return db
    .select({ playerId: links.playerId, sourceId: links.sourceId, name: players.name })
    .from(links)
    .innerJoin(players, eq(players.id, links.playerId))
    .where(and(eq(links.userId, id), eq(links.state, "approved")))
    .orderBy(links.id);
}
