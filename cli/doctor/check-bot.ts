import { z } from "zod";
import { webhookSecret } from "../../core/telegram/webhook-secret.js";
import type { CommandInput } from "../command.js";
import { callTelegram, type TelegramAnswer } from "./call-telegram.js";
import { bad, good, spell, type Finding } from "./finding.js";

/** An error of Telegram's this long ago is over. */
const RECENT_ERROR_SECONDS = 3_600;
/** More updates than this wait only when nobody takes them. */
const MOST_PENDING = 100;

const flag = z.boolean().default(false);
const getMe = z.object({
  id: z.number(),
  username: z.string(),
  can_join_groups: flag,
  can_read_all_group_messages: flag,
  supports_inline_queries: flag,
  has_main_web_app: flag,
});
const webhookInfo = z.object({
  url: z.string(),
  pending_update_count: z.number(),
  last_error_date: z.number().optional(),
  last_error_message: z.string().optional(),
});
type WebhookInfo = z.infer<typeof webhookInfo>;

/** The bot's token, its settings at @BotFather, and how Telegram reaches it. */
export async function checkBot(input: CommandInput): Promise<Finding[]> {
  const { config } = input;
  if (config.sandbox) return [good("bot", "the sandbox stands in for Telegram; set BOT_TOKEN for the real one")];
  const me = await callTelegram(config.bot, "getMe", getMe);
  if (me.kind !== "answer") return [explain(me, config.bot.apiRoot)];
  const webhook = await callTelegram(config.bot, "getWebhookInfo", webhookInfo);
  return [
    good("bot token", `accepted, this is @${me.result.username}`),
    setting("groups", me.result.can_join_groups, "the bot may join", "/setjoingroups, then Enable"),
    setting("privacy mode", !me.result.can_read_all_group_messages, "on", "/setprivacy, then Enable"),
    setting("inline mode", me.result.supports_inline_queries, "on", "/setinline, then a short placeholder"),
    setting("main Mini App", me.result.has_main_web_app, "set", "/mybots, Bot Settings, Configure Mini App, Enable"),
    webhook.kind === "answer"
      ? checkWebhook(input, webhook.result, me.result.id)
      : explain(webhook, config.bot.apiRoot),
  ];
}

function explain(answer: Exclude<TelegramAnswer<never>, { kind: "answer" }>, apiRoot: string): Finding {
  if (answer.kind === "unreachable") {
    return bad("bot", `${apiRoot} cannot be reached from here`, "let this machine out to TCP port 443 and check DNS");
  }
  if (answer.kind === "strange") {
    return bad("bot", `${apiRoot} does not answer like a Bot API server`, "check TELEGRAM_API_ROOT");
  }
  if (answer.status === 401 || answer.status === 404) {
    return bad("bot token", "Telegram does not know it", "copy BOT_TOKEN again from @BotFather: /mybots, API Token");
  }
  return bad("bot token", `Telegram answered ${answer.status}`, "wait a minute and try again");
}

function setting(check: string, ok: boolean, detail: string, botFather: string): Finding {
  return ok ? good(check, detail) : bad(check, "differs from what the bot is built for", `at @BotFather: ${botFather}`);
}

/** The path of the webhook is a secret, so its address is compared and never shown. */
function checkWebhook({ config, context }: CommandInput, info: WebhookInfo, botId: number): Finding {
  const check = "webhook";
  if (config.bot.mode === "polling") {
    if (info.url === "") return good(check, "none, as BOT_MODE=polling wants it");
    return bad(
      check,
      "one is set although BOT_MODE is polling: the bot is not running, or another program uses its token",
      "start the bot, which removes it; if it comes back, revoke the token at @BotFather and set the new one",
    );
  }
  const wanted = config.webhookPublicUrl + webhookSecret(context.secretsKey, botId).path;
  if (info.url !== wanted) {
    return bad(
      check,
      info.url === "" ? "none is set although BOT_MODE is webhook" : "it points elsewhere than WEBHOOK_PUBLIC_URL says",
      "start the bot, which sets it; WEBHOOK_PUBLIC_URL and SECRETS_KEY must be the same in every process",
    );
  }
  return checkDelivery(info, context.clock.now());
}

function checkDelivery(info: WebhookInfo, now: Date): Finding {
  const errorAge = info.last_error_date === undefined ? Infinity : now.getTime() / 1_000 - info.last_error_date;
  if (errorAge < RECENT_ERROR_SECONDS) {
    return bad(
      "webhook",
      `${spell(errorAge)} ago Telegram could not deliver: ${info.last_error_message ?? "it does not say why"}`,
      "for an SSL error mend the certificate and its chain, for a status look at the proxy, for a time-out at the firewall",
    );
  }
  if (info.pending_update_count > MOST_PENDING) {
    return bad(
      "webhook",
      `${info.pending_update_count} updates wait at Telegram`,
      "start a process with the part webhooks",
    );
  }
  return good("webhook", `set, ${info.pending_update_count} updates wait`);
}
