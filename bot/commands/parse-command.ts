import type { MessageEntity } from "grammy/types";

export interface ParsedCommand {
  /** Lower case, without slash and address: people type `/Race` at the start of a line. */
  name: string;
  /** True for `/race` and `/race@ourbot`, false for `/race@otherbot`. */
  isForUs: boolean;
  /** Everything behind the command, trimmed. */
  argument: string;
}

/** The parts of a message that can hold a command. */
export interface CommandText {
  text?: string;
  entities?: readonly MessageEntity[];
}

/**
 * Reads the command at the very start of a message. Telegram marks commands itself, so `/race` inside a link, a path
 * or a sentence is none.
 */
export function parseCommand({ text, entities }: CommandText, botName: string): ParsedCommand | undefined {
  const entity = entities?.find(({ type, offset }) => type === "bot_command" && offset === 0);
  if (text === undefined || entity === undefined) return undefined;
  const [name = "", address] = text.slice(1, entity.length).toLowerCase().split("@");
  const isForUs = address === undefined || address === botName.toLowerCase();
  return { name, isForUs, argument: text.slice(entity.length).trim() };
}
