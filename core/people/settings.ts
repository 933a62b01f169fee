import * as z from "zod/mini";
import { catch as orElse } from "zod/mini";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import { formatMicroUsd, parseMicroUsd } from "../../wire/money.js";
import {
  nameDisplay,
  notificationCategory,
  type ChangeSettings,
  type NotificationCategory,
  type UserSettings,
} from "../../wire/settings.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { isTimeZone } from "../time/time-zone.js";
import { aliasKey, checkAlias } from "./alias.js";

type Deps = Pick<CoreContext, "pool">;

/** What tells a person of his own money is on; whatever could read like a prompt to wager he switches on himself. */
const NOTIFIED_BY_DEFAULT: Readonly<Record<NotificationCategory, boolean>> = {
  results: true,
  prizes: true,
  races: false,
  rank: false,
  digest: false,
  rewards: false,
  news: false,
};

/** As it lies in `telegram_users.settings`: only what was chosen, so that defaults can still change. */
const stored = z.object({
  nameDisplay: orElse(z.optional(nameDisplay), undefined),
  language: orElse(z.optional(z.string()), undefined),
  timeZone: orElse(z.optional(z.string()), undefined),
  notifications: orElse(z.optional(z.partialRecord(notificationCategory, z.boolean())), undefined),
  quietHours: orElse(z.optional(z.nullable(z.object({ from: z.string(), to: z.string() }))), undefined),
  hideWagerPrompts: orElse(z.optional(z.boolean()), undefined),
  monthlyReminder: orElse(z.optional(z.string()), undefined),
});

/** The settings of a row of `telegram_users`; what is missing or unreadable has its default. */
export function settingsOf(row: { alias: string | null; settings: unknown }): UserSettings {
  const parsed = stored.safeParse(row.settings);
  const chosen = parsed.success ? parsed.data : {};
  return {
    alias: row.alias,
    nameDisplay: chosen.nameDisplay ?? "default",
    language: chosen.language ?? null,
    timeZone: chosen.timeZone ?? null,
    notifications: { ...NOTIFIED_BY_DEFAULT, ...chosen.notifications },
    quietHours: chosen.quietHours ?? null,
    hideWagerPrompts: chosen.hideWagerPrompts ?? false,
    monthlyReminder: chosen.monthlyReminder ?? null,
  };
}

/** @throws NotFoundError for somebody who never signed in nor started the bot */
export async function readSettings({ pool }: Deps, user: TelegramUserId): Promise<UserSettings> {
  const row = await selectRow(pool, user, "");
  if (row === undefined) throw new NotFoundError("This person is not known here.");
  return settingsOf(row);
}

/**
 * Changes what is named and leaves the rest; null goes back to the default.
 * @returns all settings as they are now
 * @throws NotFoundError, InvalidInputError, ConflictError when the alias is taken or is somebody's account name
 */
export async function changeSettings(
  { pool }: Deps,
  user: TelegramUserId,
  change: ChangeSettings,
): Promise<UserSettings> {
  const { alias, ...rest } = change;
  const checked = checkChange(rest);
  const newAlias = alias === undefined || alias === null ? alias : checkAlias(alias);
  return inTransaction(pool, "read committed", async (client) => {
    const before = await selectRow(client, user, "for update");
    if (before === undefined) throw new NotFoundError("This person is not known here.");
    if (newAlias !== undefined) await writeAlias(client, user, newAlias);
    const merged = { ...(isRecord(before.settings) ? before.settings : {}), ...checked };
    if (rest.notifications !== undefined) {
      merged["notifications"] = { ...stored.parse(before.settings).notifications, ...rest.notifications };
    }
    const settings = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
    await client.query("update telegram_users set settings = $2 where id = $1", [user, JSON.stringify(settings)]);
    return settingsOf({ alias: newAlias === undefined ? before.alias : newAlias, settings });
  });
}

function checkChange({ timeZone, monthlyReminder, quietHours, ...rest }: Omit<ChangeSettings, "alias">) {
  if (timeZone !== undefined && timeZone !== null && !isTimeZone(timeZone)) {
    throw new InvalidInputError("There is no such time zone.", [
      { path: "timeZone", message: "use an IANA name such as Europe/Berlin" },
    ]);
  }
  if (quietHours !== undefined && quietHours !== null && quietHours.from === quietHours.to) {
    throw new InvalidInputError("Quiet hours end when they begin.", [
      { path: "quietHours", message: "from and to must differ" },
    ]);
  }
  return {
    ...rest,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(quietHours === undefined ? {} : { quietHours }),
    ...(monthlyReminder === undefined ? {} : { monthlyReminder: reminderText(monthlyReminder) }),
  };
}

function reminderText(text: string | null): string | null {
  if (text === null) return null;
  const amount = parseMicroUsd(text);
  if (amount !== undefined && amount > 0n) return formatMicroUsd(amount);
  throw new InvalidInputError("The reminder needs an amount.", [
    { path: "monthlyReminder", message: "must be above 0 with at most 6 decimals" },
  ]);
}

/** Those who choose aliases that look alike take turns, so that the second one is told and does not run into the index. */
async function writeAlias(client: PoolClient, user: TelegramUserId, alias: string | null): Promise<void> {
  const key = alias === null ? null : aliasKey(alias);
  if (alias !== null) {
    await refuseBorrowedName(client, user, alias);
    await client.query("select pg_advisory_xact_lock(hashtextextended('alias:' || $1::text, 0))", [key]);
  }
  const { rowCount } = await client.query(
    `update telegram_users set alias = $2, alias_key = $3
     where id = $1 and ($3::text is null or not exists (select from telegram_users where alias_key = $3 and id <> $1))`,
    [user, alias, key],
  );
  if (rowCount === 0) throw new ConflictError("Somebody has this alias, or one that looks like it.");
}

/** The casino name of an account that is not his own would make others take him for its owner. */
async function refuseBorrowedName(client: PoolClient, user: TelegramUserId, alias: string): Promise<void> {
  const { rowCount } = await client.query(
    `select from sources s
     cross join lateral (select id from players where source_id = s.id and lower(name) = lower($2) limit 20) p
     where not exists (select from links l where l.player_id = p.id and l.user_id = $1 and l.state = 'approved') limit 1`,
    [user, alias],
  );
  if (rowCount !== 0) throw new ConflictError("Another player's casino account has this name.");
}

async function selectRow(
  client: Pool | PoolClient,
  user: TelegramUserId,
  lock: "" | "for update",
): Promise<{ alias: string | null; settings: unknown } | undefined> {
  const { rows } = await client.query<{ alias: string | null; settings: unknown }>(
    `select alias, settings from telegram_users where id = $1 ${lock}`,
    [user],
  );
  return rows[0];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
