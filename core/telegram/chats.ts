import { and, eq, ne, sql } from "drizzle-orm";
import type { CoreContext } from "../context.js";
import { telegramChats } from "../../db/schema/telegram.js";

export type ChatKind = (typeof telegramChats.$inferSelect)["kind"];
export type BotStatus = (typeof telegramChats.$inferSelect)["botStatus"];

/** A chat as an update describes it. */
export interface TelegramChat {
  id: number;
  kind: ChatKind;
  title: string | null;
  isForum: boolean;
}

export interface BotMembership {
  status: BotStatus;
  canPin: boolean;
}

type Deps = Pick<CoreContext, "db" | "clock">;

/**
 * Stores the newest description of a chat. What the bot may do there is left alone, because messages and
 * `my_chat_member` come in lanes of their own and in any order: see {@link setMembership}.
 */
export async function rememberChat({ db, clock }: Deps, chat: TelegramChat): Promise<void> {
  const described = { kind: chat.kind, title: chat.title, isForum: chat.isForum, updatedAt: clock.now() };
  await db
    .insert(telegramChats)
    .values({ id: chat.id, ...described, botStatus: "member" })
    .onConflictDoUpdate({ target: telegramChats.id, set: described });
}

/** The language administrators chose for a chat, `null` without a choice. */
export async function chatLanguage({ db }: Pick<Deps, "db">, chatId: number): Promise<string | null> {
  const [row] = await db
    .select({ language: telegramChats.language })
    .from(telegramChats)
    .where(eq(telegramChats.id, chatId));
  return row?.language ?? null;
}

/** Notes what the bot is and may in a chat; `my_chat_member` is the only source. */
export async function setMembership({ db, clock }: Deps, chat: TelegramChat, membership: BotMembership): Promise<void> {
  const described = {
    kind: chat.kind,
    title: chat.title,
    isForum: chat.isForum,
    botStatus: membership.status,
    canPin: membership.canPin,
    updatedAt: clock.now(),
  };
  await db
    .insert(telegramChats)
    .values({ id: chat.id, ...described })
    .onConflictDoUpdate({ target: telegramChats.id, set: described });
}

/** Notes that the bot cannot write there any more: blocked, kicked, or the group is gone. */
export async function deactivateChat({ db, clock }: Deps, chatId: number): Promise<void> {
  await db
    .update(telegramChats)
    .set({ botStatus: "kicked", canPin: false, updatedAt: clock.now() })
    .where(and(eq(telegramChats.id, chatId), ne(telegramChats.botStatus, "left")));
}

/** A group became a supergroup: everything kept under its old number moves to the new one. */
export async function migrateChat({ db, clock }: Deps, from: number, to: number): Promise<void> {
  await db.transaction(async (tx) => {
    const [old] = await tx.select().from(telegramChats).where(eq(telegramChats.id, from)).for("update");
    if (old === undefined) return;
    const moved = { ...old, id: to, kind: "supergroup" as const, updatedAt: clock.now() };
    await tx
      .insert(telegramChats)
      .values(moved)
      // The new chat may have been heard of first; what was chosen there since then stays.
      .onConflictDoUpdate({
        target: telegramChats.id,
        set: {
          language: sql`coalesce(${telegramChats.language}, ${old.language})`,
          threadId: sql`coalesce(${telegramChats.threadId}, ${old.threadId})`,
        },
      });
    await tx.delete(telegramChats).where(eq(telegramChats.id, from));
  });
}
