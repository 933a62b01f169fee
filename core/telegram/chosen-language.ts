import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { telegramUsers } from "../../db/schema/telegram.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";

const settingsWithLanguage = z.looseObject({ language: z.string() });

/** The language a person has chosen in the settings (`null` without a choice), and whether he is banned. */
export async function languageAndBan(
  { db }: Pick<CoreContext, "db">,
  id: TelegramUserId,
): Promise<{ language: string | null; isBanned: boolean }> {
  const [row] = await db
    .select({ settings: telegramUsers.settings, bannedAt: telegramUsers.bannedAt })
    .from(telegramUsers)
    .where(eq(telegramUsers.id, id));
  const settings = settingsWithLanguage.safeParse(row?.settings);
  return {
    language: settings.success ? settings.data.language : null,
    isBanned: row !== undefined && row.bannedAt !== null,
  };
}

/** The language a person has chosen in the settings, `null` without a choice. */
export async function chosenLanguage(deps: Pick<CoreContext, "db">, id: TelegramUserId): Promise<string | null> {
  return (await languageAndBan(deps, id)).language;
}

/** Remembers a person's choice, `null` to follow his Telegram again; the other settings stay as they are. */
export async function chooseLanguage(
  { db }: Pick<CoreContext, "db">,
  id: TelegramUserId,
  language: string | null,
): Promise<void> {
  const changed =
    language === null
      ? sql`${telegramUsers.settings} - 'language'`
      : sql`${telegramUsers.settings} || jsonb_build_object('language', ${language}::text)`;
  await db.update(telegramUsers).set({ settings: changed }).where(eq(telegramUsers.id, id));
}
