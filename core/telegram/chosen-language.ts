import { eq } from "drizzle-orm";
import * as z from "zod";
import { telegramUsers } from "../../db/schema/telegram.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";

const settingsWithLanguage = z.looseObject({ language: z.string() });

/** The language a person has chosen in the settings, `null` without a choice. */
export async function chosenLanguage({ db }: Pick<CoreContext, "db">, id: TelegramUserId): Promise<string | null> {
  const [row] = await db
    .select({ settings: telegramUsers.settings })
    .from(telegramUsers)
    .where(eq(telegramUsers.id, id));
  const settings = settingsWithLanguage.safeParse(row?.settings);
  return settings.success ? settings.data.language : null;
}
