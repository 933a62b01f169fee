import { setMembership } from "../../core/telegram/chats.js";
import type { Group } from "../../sandbox/telegram/actors/group.js";
import type { MessageRecord } from "../../sandbox/telegram/state/records.js";
import { plain, type Story } from "./_story.js";
import { until } from "../_until.js";

/** Waits until everything that was to be said is said. */
export async function outboxIsQuiet(story: Story): Promise<void> {
  await until("the outbox is quiet", async () => {
    const { rows } = await story.database.pool.query(
      "select 1 from telegram_outbox where state in ('ready', 'claimed', 'sending') and send_after <= now()",
    );
    return rows.length === 0;
  });
}

export function textOf({ content }: MessageRecord): string {
  return content.kind === "text" || content.kind === "photo" ? plain(content.body.text) : "";
}

/** The bot's own messages in a chat, oldest first, without its welcome. */
export function saidIn(story: Story, chat: { messages: Map<number, MessageRecord> }): MessageRecord[] {
  const botId = Number(story.sandbox.token.split(":")[0]);
  return [...chat.messages.values()].filter(
    (message) =>
      message.fromId === botId &&
      (message.content.kind === "text" || message.content.kind === "photo") &&
      !textOf(message).startsWith("Hello!"),
  );
}

/** A group that the bot is in and knows of. */
export async function knownGroup(
  story: Story,
  title: string,
  options: { bot?: "member" | "administrator"; topics?: boolean; kind?: "group" | "supergroup" } = {},
): Promise<Group> {
  const { bot = "administrator", topics = false, kind = "supergroup" } = options;
  const group = story.stage.group({ title, owner: story.alice, members: [story.bruno, story.chidi], bot, kind });
  if (topics) group.turnsOnTopics();
  const chat = { id: group.id, kind, title, isForum: group.chat.isForum } as const;
  await setMembership(story.context, chat, { status: bot, canPin: bot === "administrator" });
  return group;
}

/** States of outbox rows by key, of those whose key begins like this. */
export async function outboxStates(story: Story, prefix: string): Promise<Record<string, string>> {
  const { rows } = await story.database.pool.query<{ dedupe_key: string; state: string }>(
    "select dedupe_key, state from telegram_outbox where dedupe_key like $1 order by id",
    [`${prefix}%`],
  );
  return Object.fromEntries(rows.map((row) => [row.dedupe_key, row.state]));
}

/** A zone in which it is this hour of the day now. */
export function zoneAt(hour: number): string {
  const east = ((hour - new Date().getUTCHours() + 36) % 24) - 12;
  // POSIX names count westwards.
  return `Etc/GMT${east > 0 ? "-" : "+"}${Math.abs(east)}`;
}
