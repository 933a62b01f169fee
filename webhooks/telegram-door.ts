import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CoreContext } from "../core/context.js";
import { hintUpdates, storeUpdates } from "../core/telegram/inbox.js";
import { webhookSecret } from "../core/telegram/webhook-secret.js";
import { answerProblem, retryAfterSeconds } from "./answer.js";
import { readBody } from "./read-body.js";

/** A message of 4,096 signs with its reply, entities and keyboard is far below 100 KB. */
const UPDATE_LIMIT = 1_048_576;
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

type Deps = Pick<CoreContext, "pool" | "clock" | "log" | "secretsKey">;

/** Takes what is posted to a path below `/telegram/`, and answers by itself. */
export type TelegramDoor = (req: IncomingMessage, res: ServerResponse, path: string) => void;

/**
 * Updates of Telegram in webhook mode. They are stored before the answer, as polling stores them before it confirms, and
 * handled by whichever process runs the bot. Whatever is not 200 Telegram sends again, so nothing is lost while the
 * database is away.
 */
export function createTelegramDoor({ pool, clock, log, secretsKey }: Deps, botId: number): TelegramDoor {
  const secret = webhookSecret(secretsKey, botId);

  const store = async (update: unknown, res: ServerResponse): Promise<void> => {
    try {
      await storeUpdates({ pool, clock }, botId, [update]);
    } catch (error) {
      log.warn({ err: error }, "an update could not be stored");
      const detail = "The update could not be stored. Send it again.";
      return answerProblem(res, 503, detail, { retryAfter: retryAfterSeconds() });
    }
    // Without a body: Telegram would carry out a method that is named there.
    res.writeHead(200, ["content-length", "0"]).end();
    try {
      await hintUpdates(pool, botId);
    } catch (error) {
      // It is stored: the bot looks by itself 4 times a second.
      log.warn({ err: error }, "the bot could not be told of an update");
    }
  };

  return (req, res, path) => {
    if (!isSame(path, secret.path)) return answerProblem(res, 404, "There is no such path.", { close: true });
    // Before a byte of the body is read: who knows the path only is not Telegram.
    if (!isSame(req.headers[SECRET_HEADER], secret.header)) {
      return answerProblem(res, 401, "The secret token is missing or wrong.", { close: true });
    }
    const tooLarge = (): void => answerProblem(res, 413, "The update is too large.", { close: true });
    readBody(req, UPDATE_LIMIT, (body) => read(body, res), tooLarge);
  };

  function read(body: Buffer, res: ServerResponse): void {
    let update: unknown;
    try {
      // oxlint-disable-next-line eslint/no-restricted-properties -- an update of Telegram carries no amount
      update = JSON.parse(body.toString("utf8"));
    } catch {
      return answerProblem(res, 400, "The body must be an update as JSON.");
    }
    void store(update, res);
  }
}

/** In a time that tells nothing of how much was right. */
function isSame(given: string | string[] | undefined, wanted: string): boolean {
  if (typeof given !== "string") return false;
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}
