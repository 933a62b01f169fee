import type { Api } from "grammy";
import { webhookSecret } from "../../core/telegram/webhook-secret.js";
import { ALLOWED_UPDATES } from "../allowed-updates.js";

/**
 * Tells Telegram where to post updates. Done at every start, because neither the secret nor the list of kinds can be
 * read back to compare.
 */
export async function setWebhook(
  api: Api,
  options: { publicUrl: string; secretsKey: Buffer; botId: number },
): Promise<void> {
  const { path, header } = webhookSecret(options.secretsKey, options.botId);
  await api.setWebhook(`${options.publicUrl.replace(/\/+$/, "")}${path}`, {
    secret_token: header,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: 40,
  });
}
