import type { Log } from "../../core/log.js";
import { safeError } from "../telegram-errors.js";

/** A picture as it can be sent: the name Telegram gave it, else its bytes (JPEG). */
export interface SendablePicture {
  key: string;
  file: string | Buffer;
}

/**
 * Pictures that go to many chats: drawn once, uploaded once, then sent by the name Telegram gave them. A thousand groups
 * get one upload of 80 KB instead of a thousand.
 */
export interface SharedPictures {
  /** @returns `undefined` when it cannot be drawn: the text goes out without it */
  get(key: string, draw: () => Promise<Buffer>): Promise<SendablePicture | undefined>;
  /** The name Telegram gave it, if this process has uploaded it; nothing is drawn. */
  known(key: string): string | undefined;
  remember(key: string, fileId: string): void;
  forget(key: string): void;
}

/** A race's result in each language, and cards of a few people; older ones are drawn anew. */
const MAX_PICTURES = 50;

export function createSharedPictures(log: Log): SharedPictures {
  const files = new Map<string, Promise<string | Buffer>>();
  const names = new Map<string, string>();
  return {
    async get(key, draw) {
      const file = files.get(key) ?? draw();
      // Re-inserting moves the entry to the end, so the first key is the one used longest ago.
      files.delete(key);
      files.set(key, file);
      const oldest = files.keys().next();
      if (files.size > MAX_PICTURES && oldest.done !== true) {
        files.delete(oldest.value);
        names.delete(oldest.value);
      }
      try {
        return { key, file: await file };
      } catch (error) {
        files.delete(key);
        log.error({ picture: key, error: safeError(error) }, "a picture could not be drawn");
        return undefined;
      }
    },
    known: (key) => names.get(key),
    remember: (key, fileId) => {
      files.set(key, Promise.resolve(fileId));
      names.set(key, fileId);
    },
    forget: (key) => {
      files.delete(key);
      names.delete(key);
    },
  };
}
