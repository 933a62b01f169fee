import type { UserFromGetMe } from "grammy/types";
import type { Log } from "../core/log.js";

/** A setting at @BotFather that differs from what the bot is built for, and how to mend it. */
export interface BotFatherFinding {
  setting: string;
  fix: string;
}

/** Compares the bot's own description with what its features need. */
function checkBotFatherSettings(me: UserFromGetMe): BotFatherFinding[] {
  const findings: BotFatherFinding[] = [];
  if (!me.can_join_groups) findings.push({ setting: "groups are off", fix: "/setjoingroups → Enable" });
  if (me.can_read_all_group_messages) findings.push({ setting: "privacy mode is off", fix: "/setprivacy → Enable" });
  if (!me.supports_inline_queries) findings.push({ setting: "inline mode is off", fix: "/setinline" });
  if (!me.has_main_web_app) {
    findings.push({ setting: "no main Mini App", fix: "Bot Settings → Configure Mini App → Enable" });
  }
  return findings;
}

/** Names each difference once at the start. */
export function reportBotFatherSettings(me: UserFromGetMe, log: Log): void {
  for (const finding of checkBotFatherSettings(me)) log.warn({ ...finding }, "a setting at @BotFather differs");
}
