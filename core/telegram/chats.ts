import { and, eq, like, ne, notInArray, sql } from "drizzle-orm";
import type { CoreContext } from "../context.js";
import { telegramGroupSettings, telegramLiveBoards, telegramOutbox } from "../../db/schema/outbox.js";
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

/** Whether the bot has met a chat. */
export async function isKnownChat({ db }: Pick<Deps, "db">, chatId: number): Promise<boolean> {
  const rows = await db.select({ id: telegramChats.id }).from(telegramChats).where(eq(telegramChats.id, chatId));
  return rows.length > 0;
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
  await db.transaction(async (tx) => {
    await tx
      .insert(telegramChats)
      .values({ id: chat.id, ...described })
      .onConflictDoUpdate({ target: telegramChats.id, set: described });
    if (membership.status === "left" || membership.status === "kicked") await cancelWaiting(tx, chat.id);
  });
}

/** Notes that the bot cannot write there any more (blocked, kicked, group gone), and drops what waits for the chat. */
export async function deactivateChat({ db, clock }: Deps, chatId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(telegramChats)
      .set({ botStatus: "kicked", canPin: false, updatedAt: clock.now() })
      .where(and(eq(telegramChats.id, chatId), ne(telegramChats.botStatus, "left")));
    await cancelWaiting(tx, chatId);
  });
}

/**
 * A group became a supergroup: everything kept under its old number moves to the new one, in one transaction. Messages
 * stay behind, so live boards are posted anew.
 */
export async function migrateChat({ db, clock }: Deps, from: number, to: number): Promise<void> {
  await db.transaction(async (tx) => {
    const [old] = await tx.select().from(telegramChats).where(eq(telegramChats.id, from)).for("update");
    if (old === undefined) return;
    await tx
      .insert(telegramChats)
      .values({ ...old, id: to, kind: "supergroup", updatedAt: clock.now() })
      // The new chat may have been heard of first; what was chosen there since then stays.
      .onConflictDoUpdate({
        target: telegramChats.id,
        set: {
          language: sql`coalesce(${telegramChats.language}, ${old.language})`,
          threadId: sql`coalesce(${telegramChats.threadId}, ${old.threadId})`,
        },
      });
    await moveGroupRows(tx, from, to);
    await tx.delete(telegramChats).where(eq(telegramChats.id, from));
  });
}

type Transaction = Parameters<Parameters<CoreContext["db"]["transaction"]>[0]>[0];

async function moveGroupRows(tx: Transaction, from: number, to: number): Promise<void> {
  await tx.execute(sql`
    insert into telegram_group_settings (chat_id, live_board, announcements, digests)
    select ${to}, live_board, announcements, digests from telegram_group_settings where chat_id = ${from}
    on conflict (chat_id) do nothing`);
  await tx.delete(telegramGroupSettings).where(eq(telegramGroupSettings.chatId, from));
  await tx.execute(sql`
    insert into telegram_live_boards (chat_id, race_id, thread_id, state)
    select ${to}, race_id, thread_id, state from telegram_live_boards where chat_id = ${from}
    on conflict (chat_id, race_id) do nothing`);
  await tx.delete(telegramLiveBoards).where(eq(telegramLiveBoards.chatId, from));
  // Rows of boards carry the chat in their key; the boards just moved ask for new ones.
  await tx
    .update(telegramOutbox)
    .set({ state: "cancelled" })
    .where(
      and(eq(telegramOutbox.chatId, from), eq(telegramOutbox.state, "ready"), like(telegramOutbox.kind, "live_board%")),
    );
  // Announcements end in the chat's number, so that a group known under both numbers is told once.
  const renamed = sql`left(o.dedupe_key, -length(${String(from)})) || ${String(to)}`;
  await tx.execute(sql`
    update telegram_outbox o set dedupe_key = ${renamed}
    where o.chat_id = ${from} and o.dedupe_key like ${`%:${from}`}
      and not exists (select from telegram_outbox other where other.dedupe_key = ${renamed})`);
  await tx
    .update(telegramOutbox)
    .set({ state: "cancelled" })
    .where(
      and(
        eq(telegramOutbox.chatId, from),
        eq(telegramOutbox.state, "ready"),
        like(telegramOutbox.dedupeKey, `%:${from}`),
      ),
    );
  await tx
    .update(telegramOutbox)
    .set({ chatId: to })
    .where(and(eq(telegramOutbox.chatId, from), notInArray(telegramOutbox.state, ["claimed", "sending"])));
}

async function cancelWaiting(tx: Transaction, chatId: number): Promise<void> {
  await tx
    .update(telegramOutbox)
    .set({ state: "cancelled" })
    .where(and(eq(telegramOutbox.chatId, chatId), eq(telegramOutbox.state, "ready")));
}
