import { createHmac } from "node:crypto";

/** Where Telegram posts updates, and the header value that proves it is Telegram. */
export interface WebhookSecret {
  /** Path on the webhook port, starting with a slash. */
  path: string;
  /** Value of `X-Telegram-Bot-Api-Secret-Token`; Telegram allows `[A-Za-z0-9_-]`. */
  header: string;
}

/**
 * Secret path and header of the bot's webhook, made from the key at rest, so that the receiver and the bot agree
 * without talking and nothing more has to be kept secret.
 */
export function webhookSecret(secretsKey: Buffer, botId: number): WebhookSecret {
  const derive = (use: string): string =>
    createHmac("sha256", secretsKey).update(`telegram-webhook-${use}:${botId}`).digest("base64url");
  return { path: `/telegram/${derive("path").slice(0, 32)}`, header: derive("header") };
}
