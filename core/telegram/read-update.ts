import * as z from "zod";

/** An update as it is kept: what it needs to be stored and ordered, and the whole of it as text. */
export interface IncomingUpdate {
  updateId: number;
  /** Name of the update's only other field, such as `message`. */
  kind: string;
  /** Updates of one lane are handled one after another. */
  lane: string;
  /** The update as JSON that PostgreSQL's `jsonb` accepts. */
  json: string;
}

const idHolder = z.looseObject({ id: z.int() });
const updateBody = z.looseObject({
  chat: idHolder.optional(),
  from: idHolder.optional(),
  user: idHolder.optional(),
  message: z.looseObject({ chat: idHolder }).optional(),
});
const updateShape = z.looseObject({ update_id: z.int().nonnegative() });

/**
 * Reads an update from outside. The lane is the chat, else the person, else the update itself.
 * @returns `undefined` for anything that is not an update
 */
export function readUpdate(raw: unknown): IncomingUpdate | undefined {
  const update = updateShape.safeParse(raw);
  if (!update.success) return undefined;
  const updateId = update.data.update_id;
  const kind = Object.keys(update.data).find((key) => key !== "update_id");
  if (kind === undefined) return undefined;
  return { updateId, kind, lane: laneOf(update.data[kind]) ?? `update:${updateId}`, json: storableJson(raw) };
}

function laneOf(content: unknown): string | undefined {
  const body = updateBody.safeParse(content);
  if (!body.success) return undefined;
  const { chat, message, from, user } = body.data;
  const chatId = chat?.id ?? message?.chat.id;
  // A private chat has its person's number, so an inline query and a message of one person share a lane.
  const id = chatId ?? from?.id ?? user?.id;
  return id === undefined ? undefined : `chat:${id}`;
}

/** `jsonb` refuses NUL (22P05) and lone surrogates (22P02); one such text must not hold up a whole batch. */
function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === "string" ? entry.replaceAll("\0", "").replaceAll(/\p{Surrogate}/gu, "�") : entry,
  );
}
