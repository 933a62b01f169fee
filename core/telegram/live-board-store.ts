import type { Pool, PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import type { RaceStatus } from "../../wire/race.js";
import { type OutboxMessage, requestMessages } from "./outbox.js";

type Queryable = Pick<PoolClient, "query">;

/** Kinds of outbox rows that live boards make. */
export const LIVE_BOARD_KIND = "live_board";
export const LIVE_BOARD_PIN_KIND = "live_board_pin";
export const LIVE_BOARD_UNPIN_KIND = "live_board_unpin";

/** A board that people delete again and again is not wanted: it is posted at most this often. */
export const MAX_POSTS = 3;

export interface LiveBoard {
  messageId: number | null;
  threadId: number | null;
  posts: number;
  shownHash: string | null;
  editedAt: Date | null;
}

export interface ShownBoard {
  version: number;
  status: RaceStatus;
  hash: string;
  /** When the message was edited. */
  at: Date | null;
  /** The race is over: this was the last edit. */
  isLast: boolean;
}

/** The outbox row that pins a board's message. */
export function liveBoardPin(chatId: number, race: RaceId, messageId: number): OutboxMessage {
  const payload = { race, messageId };
  return { dedupeKey: `board-pin:${chatId}:${messageId}`, chatId, kind: LIVE_BOARD_PIN_KIND, payload, priority: 4 };
}

/** The outbox row that unpins a board which another one has replaced. */
export function liveBoardUnpin(chatId: number, messageId: number): OutboxMessage {
  const payload = { messageId };
  return { dedupeKey: `board-unpin:${chatId}:${messageId}`, chatId, kind: LIVE_BOARD_UNPIN_KIND, payload, priority: 6 };
}

/** The outbox row that draws a board: one for each chat and race, so that requests coalesce. */
function liveBoardMessage(chatId: number, race: RaceId, priority: number): OutboxMessage {
  return { dedupeKey: `board:${chatId}:${race}`, chatId, kind: LIVE_BOARD_KIND, payload: { race }, priority };
}

/** @returns `undefined` when there is none or it is closed */
export async function readLiveBoard(db: Queryable, chatId: number, race: RaceId): Promise<LiveBoard | undefined> {
  const { rows } = await db.query<{
    message_id: string | null;
    thread_id: number | null;
    posts: number;
    shown_hash: string | null;
    edited_at: Date | null;
  }>(
    `select message_id, thread_id, posts, shown_hash, edited_at from telegram_live_boards
     where chat_id = $1 and race_id = $2 and state = 'open'`,
    [chatId, race],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    messageId: row.message_id === null ? null : Number(row.message_id),
    threadId: row.thread_id,
    posts: row.posts,
    shownHash: row.shown_hash,
    editedAt: row.edited_at,
  };
}

/** A group wants the live board, in this topic: now if there is a race, and whenever the next one starts. */
export async function wantLiveBoard(
  db: Queryable,
  board: { chatId: number; threadId: number | null; now: Date },
): Promise<void> {
  await db.query("update telegram_chats set thread_id = $2, updated_at = $3 where id = $1", [
    board.chatId,
    board.threadId,
    board.now,
  ]);
  await db.query(
    `insert into telegram_group_settings (chat_id, live_board, updated_at) values ($1, true, $2)
     on conflict (chat_id) do update set live_board = true, updated_at = excluded.updated_at`,
    [board.chatId, board.now],
  );
}

/**
 * Starts a new board of a race in a chat: it will be posted and pinned, and an older message of it is let go. Call it
 * in the transaction of {@link wantLiveBoard}: between the two the clock would post a board of its own.
 * @returns the message that was the board until now
 */
export async function startLiveBoard(
  db: Queryable,
  board: { chatId: number; race: RaceId; threadId: number | null; now: Date },
): Promise<number | null> {
  const { rows } = await db.query<{ message_id: string | null }>(
    `with old as (select message_id from telegram_live_boards where chat_id = $1 and race_id = $2)
     insert into telegram_live_boards as b (chat_id, race_id, thread_id, next_edit_at)
     values ($1, $2, $3, $4)
     on conflict (chat_id, race_id) do update
     set state = 'open', message_id = null, thread_id = excluded.thread_id, is_pinned = false, posts = 0,
         shown_version = null, shown_status = null, shown_hash = null, next_edit_at = excluded.next_edit_at
     returning (select message_id from old) as message_id`,
    [board.chatId, board.race, board.threadId, board.now],
  );
  await requestMessages(db, board.now, [liveBoardMessage(board.chatId, board.race, 1)], "person");
  const old = rows[0]?.message_id;
  return old === undefined || old === null ? null : Number(old);
}

/** Notes what a board shows now; a new message is counted as a post. */
export async function noteShown(
  db: Queryable,
  board: { chatId: number; race: RaceId },
  shown: ShownBoard,
  postedId: number | null,
): Promise<void> {
  await db.query(
    `update telegram_live_boards
     set shown_version = $3, shown_status = $4, shown_hash = $5, edited_at = $6, state = case when $7 then 'closed' else state end,
         message_id = coalesce($8, message_id), posts = posts + case when $8::bigint is null then 0 else 1 end
     where chat_id = $1 and race_id = $2`,
    [board.chatId, board.race, shown.version, shown.status, shown.hash, shown.at, shown.isLast, postedId],
  );
}

/** The message is gone: the board has to be posted anew. */
export async function forgetBoardMessage(db: Queryable, chatId: number, race: RaceId): Promise<void> {
  await db.query(
    `update telegram_live_boards set message_id = null, is_pinned = false, shown_hash = null, shown_version = null
     where chat_id = $1 and race_id = $2`,
    [chatId, race],
  );
}

export async function closeLiveBoard(db: Queryable, chatId: number, race: RaceId): Promise<void> {
  await db.query("update telegram_live_boards set state = 'closed' where chat_id = $1 and race_id = $2", [
    chatId,
    race,
  ]);
}

/** The topic is gone or closed: the board, and everything else for this chat, goes to General. */
export async function leaveTopic(db: Queryable, chatId: number): Promise<void> {
  await db.query("update telegram_live_boards set thread_id = null where chat_id = $1", [chatId]);
  await db.query("update telegram_chats set thread_id = null where id = $1", [chatId]);
  await db.query("update telegram_outbox set thread_id = null where chat_id = $1", [chatId]);
}

/** @returns boards of other races that are still pinned in the chat */
export async function notePinned(
  db: Queryable,
  board: { chatId: number; race: RaceId; messageId: number },
): Promise<number[]> {
  await db.query(
    "update telegram_live_boards set is_pinned = true where chat_id = $1 and race_id = $2 and message_id = $3",
    [board.chatId, board.race, board.messageId],
  );
  const { rows } = await db.query<{ message_id: string }>(
    `update telegram_live_boards set is_pinned = false
     where chat_id = $1 and race_id <> $2 and is_pinned and message_id is not null returning message_id`,
    [board.chatId, board.race],
  );
  return rows.map((row) => Number(row.message_id));
}

/** The bot lacks the right to pin; the next change of its rights is told by `my_chat_member`. */
export async function notePinRefused(db: Queryable, chatId: number): Promise<void> {
  await db.query("update telegram_chats set can_pin = false where id = $1", [chatId]);
}

/**
 * Asks for the boards of a race whose figures or state have moved on and whose pause is over.
 * @param pauseMs until the next edit of each
 */
export async function requestDueBoards(
  pool: Pool,
  race: { id: RaceId; version: number; status: RaceStatus },
  now: Date,
  pauseMs: number,
): Promise<number> {
  const { rows } = await pool.query<{ chat_id: string }>(
    `update telegram_live_boards b set next_edit_at = $4
     from telegram_chats c
     where b.race_id = $1 and b.state = 'open' and b.next_edit_at <= $3
       and (b.message_id is null or b.shown_version is distinct from $2 or b.shown_status is distinct from $5)
       and c.id = b.chat_id and c.bot_status in ('member', 'administrator')
     returning b.chat_id`,
    [race.id, race.version, now, new Date(now.getTime() + pauseMs), race.status],
  );
  if (rows.length === 0) return 0;
  return requestMessages(
    pool,
    now,
    rows.map((row) => liveBoardMessage(Number(row.chat_id), race.id, 4)),
    "clock",
  );
}

/** Starts a board of the race in every group that wants one and has none. */
export async function startWantedBoards(pool: Pool, race: RaceId, now: Date): Promise<number> {
  const { rows } = await pool.query<{ chat_id: string }>(
    `insert into telegram_live_boards (chat_id, race_id, thread_id, next_edit_at)
     select c.id, $1, c.thread_id, $2 from telegram_group_settings s join telegram_chats c on c.id = s.chat_id
     where s.live_board and c.bot_status in ('member', 'administrator')
     on conflict (chat_id, race_id) do nothing returning chat_id`,
    [race, now],
  );
  if (rows.length === 0) return 0;
  return requestMessages(
    pool,
    now,
    rows.map((row) => liveBoardMessage(Number(row.chat_id), race, 3)),
    "clock",
  );
}

/** Races that still have a board to be drawn, whatever their state. */
export async function racesWithOpenBoards(pool: Pool): Promise<RaceId[]> {
  const { rows } = await pool.query<{ race_id: RaceId }>(
    "select distinct race_id from telegram_live_boards where state = 'open'",
  );
  return rows.map((row) => row.race_id);
}
