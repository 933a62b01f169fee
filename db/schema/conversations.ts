import { index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bigNumber, instant } from "../columns.js";

/**
 * A conversation that waits for a person's next answer, at most one per chat and person. The state belongs to the
 * conversations library and holds what the person wrote; rows that nobody answered are deleted after a day.
 */
export const telegramConversations = pgTable(
  "telegram_conversations",
  {
    botId: bigNumber("bot_id").notNull(),
    chatId: bigNumber("chat_id").notNull(),
    userId: bigNumber("user_id").notNull(),
    /** Of the code that wrote it: other code must not play it on. */
    version: text("version").notNull(),
    state: jsonb("state").$type<unknown>().notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.botId, table.chatId, table.userId] }),
    index("telegram_conversations_updated_at_idx").on(table.updatedAt),
  ],
);
