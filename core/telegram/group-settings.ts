import { eq } from "drizzle-orm";
import { telegramGroupSettings } from "../../db/schema/outbox.js";
import { telegramChats } from "../../db/schema/telegram.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

/** What administrators chose for their group. */
export interface GroupSettings {
  title: string;
  language: string | null;
  /** Topic for what the bot posts by itself; null is General. */
  threadId: number | null;
  isForum: boolean;
  canPin: boolean;
  liveBoard: boolean;
  /** Tells of starts, last hours and results. */
  announcements: boolean;
  /** Tells once in a while who passed whom on the paid places. */
  digests: boolean;
  /** What is said to one person is shown to nobody else, where Telegram can. */
  whispers: boolean;
  /** What the bot posts by itself at night comes without a sound; see {@link isNightIn}. */
  quietNights: boolean;
}

type Deps = Pick<CoreContext, "db" | "clock">;

/** @throws NotFoundError when the bot does not know the group */
export async function readGroupSettings({ db }: Pick<Deps, "db">, chatId: number): Promise<GroupSettings> {
  const [row] = await db
    .select({ chat: telegramChats, settings: telegramGroupSettings })
    .from(telegramChats)
    .leftJoin(telegramGroupSettings, eq(telegramGroupSettings.chatId, telegramChats.id))
    .where(eq(telegramChats.id, chatId));
  if (row === undefined) throw new NotFoundError("The bot does not know this group.");
  const { chat, settings } = row;
  return {
    title: chat.title ?? "",
    language: chat.language,
    threadId: chat.threadId,
    isForum: chat.isForum,
    canPin: chat.canPin,
    liveBoard: settings?.liveBoard ?? false,
    announcements: settings?.announcements ?? true,
    digests: settings?.digests ?? true,
    whispers: settings?.whispers ?? false,
    quietNights: settings?.quietNights ?? false,
  };
}

/** Changes what is named and leaves the rest. Set to a value, never toggled, so that a repeat changes nothing. */
export async function changeGroupSettings(
  { db, clock }: Deps,
  chatId: number,
  changes: Partial<Omit<GroupSettings, "title" | "isForum" | "canPin">>,
): Promise<void> {
  const { language, threadId, ...switches } = changes;
  const updatedAt = clock.now();
  const ofChat = { ...(language === undefined ? {} : { language }), ...(threadId === undefined ? {} : { threadId }) };
  const ofGroup = Object.fromEntries(Object.entries(switches).filter(([, value]) => value !== undefined));
  await db.transaction(async (tx) => {
    if (Object.keys(ofChat).length > 0) {
      await tx
        .update(telegramChats)
        .set({ ...ofChat, updatedAt })
        .where(eq(telegramChats.id, chatId));
    }
    if (Object.keys(ofGroup).length > 0) {
      await tx
        .insert(telegramGroupSettings)
        .values({ chatId, ...ofGroup, updatedAt })
        .onConflictDoUpdate({ target: telegramGroupSettings.chatId, set: { ...ofGroup, updatedAt } });
    }
  });
}
