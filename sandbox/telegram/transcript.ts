import type { InlineKeyboardButton } from "@grammyjs/types";
import type { Core } from "./core.js";
import { fullName } from "./render/people-and-chats.js";
import type { JournalEntry, MessageLook } from "./state/journal.js";
import type { MessageRecord } from "./state/records.js";
import { markUp } from "./text/marked-up.js";
import { serviceText } from "./view/service-text.js";

/**
 * Who saw what, as text a reviewer reads a feature from. Stable: no ids, no times. A heading names the chat where
 * it changes; edits are shown as differences.
 */
export function writeTranscript(core: Core, sinceMark = 0): string {
  const lines: string[] = [];
  let heading = "";
  for (const entry of core.journal.since(sinceMark)) {
    const written = writeEntry(core, entry);
    if (!written) continue;
    if (written.where !== heading) lines.push(...(lines.length > 0 ? [""] : []), `# ${written.where}`);
    heading = written.where;
    lines.push(...written.lines);
  }
  return lines.join("\n");
}

type Written = { where: string; lines: string[] };

function writeEntry(core: Core, entry: JournalEntry): Written | undefined {
  switch (entry.kind) {
    case "posted":
      return { where: where(core, entry.message), lines: writePosted(core, entry.message, entry.look) };
    case "edited":
      return { where: where(core, entry.message), lines: writeEdited(core, entry) };
    case "deleted":
      return { where: where(core, entry.message), lines: [`(deleted: ${firstLine(core, entry.message)})`] };
    case "pressed":
      return { where: where(core, entry.message), lines: [`${name(core, entry.userId)} taps [${entry.label}]`] };
    case "reacted": {
      const emoji = entry.emoji.join(" ") || "nothing";
      const line = `${name(core, entry.userId)} reacts ${emoji} to: ${firstLine(core, entry.message)}`;
      return { where: where(core, entry.message), lines: [line] };
    }
    case "pinned":
      return {
        where: where(core, entry.message),
        lines: [`(${entry.isPinned ? "pinned" : "unpinned"}: ${firstLine(core, entry.message)})`],
      };
    case "member": {
      const line = `(${name(core, entry.byId)} makes ${name(core, entry.userId)} ${entry.after}, was ${entry.before})`;
      return { where: chatName(core, entry.chatId), lines: [line] };
    }
    default:
      return writeSideEntry(core, entry);
  }
}

function writeSideEntry(core: Core, entry: JournalEntry): Written | undefined {
  switch (entry.kind) {
    case "answered": {
      const text = entry.text === "" ? "" : `${entry.isAlert ? "alert" : "toast"}: ${entry.text}`;
      const shown = [text, entry.url === undefined ? "" : `opens ${entry.url}`].filter((one) => one !== "").join(", ");
      return shown === "" ? undefined : { where: `screen of ${name(core, entry.userId)}`, lines: [shown] };
    }
    case "asked":
      return { where: chatName(core, entry.chatId), lines: [`${name(core, entry.userId)} types @bot ${entry.query}`] };
    case "offered":
      return {
        where: `screen of ${name(core, entry.userId)}`,
        lines: entry.titles.map((title) => `offered: ${title}`),
      };
    case "opened":
      return { where: `screen of ${name(core, entry.userId)}`, lines: [`Mini App ${entry.url}`] };
    case "blocked":
      return {
        where: chatName(core, entry.userId),
        lines: [`(${name(core, entry.userId)} ${entry.isBlocked ? "blocks" : "unblocks"} the bot)`],
      };
    default:
      return undefined;
  }
}

function where(core: Core, message: MessageRecord): string {
  const chat = core.world.chat(message.chatId);
  const topic = message.threadId === undefined ? undefined : chat.topics.get(message.threadId);
  const place = topic ? `${chatName(core, chat.id)} / ${topic.name}` : chatName(core, chat.id);
  return message.receiverId === undefined ? place : `${place}, seen by ${name(core, message.receiverId)} only`;
}

function chatName(core: Core, chatId: number): string {
  const chat = core.world.chat(chatId);
  if (chat.kind === "bot") return `private chat with ${name(core, chat.id)}`;
  if (chat.peers) return `private chat of ${chat.peers.map((id) => name(core, id)).join(" and ")}`;
  return chat.title;
}

function name(core: Core, userId: number): string {
  return userId === core.world.botId ? "bot" : fullName(core.world.user(userId));
}

function speaker(core: Core, message: MessageRecord): string {
  if (message.senderChatId !== undefined) return core.world.chat(message.senderChatId).title;
  const who = name(core, message.fromId ?? core.world.botId);
  return message.viaBot ? `${who} via bot` : who;
}

function writePosted(core: Core, message: MessageRecord, look: MessageLook): string[] {
  const { content } = look;
  if (content.kind === "service")
    return [`(${serviceText(core, core.world.chat(message.chatId), message, content.service)})`];
  const target =
    message.replyToId === undefined ? undefined : core.world.chat(message.chatId).messages.get(message.replyToId);
  const answer = target ? ` (answering "${firstLine(core, target)}")` : "";
  const [first = "", ...rest] = bodyLines(look);
  return [
    `${speaker(core, message)}${answer}: ${first}`,
    ...rest.map(indent),
    ...keyboardLines(look.keyboard).map(indent),
  ];
}

function writeEdited(core: Core, entry: Extract<JournalEntry, { kind: "edited" }>): string[] {
  const before = [...bodyLines(entry.before), ...keyboardLines(entry.before.keyboard)];
  const after = [...bodyLines(entry.after), ...keyboardLines(entry.after.keyboard)];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `  - ${line}`);
  const added = after.filter((line) => !before.includes(line)).map((line) => `  + ${line}`);
  return [`${speaker(core, entry.message)} edits:`, ...gone, ...added];
}

function bodyLines(look: MessageLook): string[] {
  const { content } = look;
  switch (content.kind) {
    case "text":
      return markUp(content.body).split("\n");
    case "photo":
      return [`<photo>${content.body.text === "" ? "" : ` ${markUp(content.body)}`}`].flatMap((text) =>
        text.split("\n"),
      );
    case "document":
      return [`<file ${content.file.fileName ?? ""}> ${markUp(content.body)}`.trim()];
    case "rich":
      return content.source.split("\n");
    case "service":
      return [];
    default:
      return content satisfies never;
  }
}

function keyboardLines(rows: InlineKeyboardButton[][] | undefined): string[] {
  return (rows ?? []).map((row) => row.map((button) => `[${button.text}${buttonTarget(button)}]`).join(" "));
}

function buttonTarget(button: InlineKeyboardButton): string {
  if ("url" in button) return ` → ${button.url}`;
  return "web_app" in button ? ` → app ${button.web_app.url}` : "";
}

function indent(line: string): string {
  return `  ${line}`;
}

function firstLine(core: Core, message: MessageRecord): string {
  const { content } = message;
  if (content.kind === "service") return serviceText(core, core.world.chat(message.chatId), message, content.service);
  return bodyLines({ content, keyboard: undefined })[0] ?? "";
}
