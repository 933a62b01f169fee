import type { Api } from "grammy";
import type { PoolClient } from "pg";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";

/** A call that a message turned into, made from the newest state at the moment it is sent. */
export interface PreparedCall {
  /** True for edits and pins: a repeat does no harm. False for a new message, which would come twice. */
  isRepeatable: boolean;
  /** @returns the id of a new message */
  send: (api: Api) => Promise<number | undefined>;
  /** Writes down what is there now, in the transaction that marks the message as sent. */
  finish?: (client: PoolClient, messageId: number | undefined) => Promise<void>;
  /**
   * Mends what Telegram refused, such as a message that was deleted.
   * @returns true when the message should be prepared and sent anew
   */
  mend?: (error: unknown) => Promise<boolean>;
}

/**
 * Turns messages of one kind into calls; `undefined` when there is nothing to say any more.
 * @throws LaterError when it must not be said yet
 */
export type Renderer = (message: ClaimedMessage) => Promise<PreparedCall | undefined>;
