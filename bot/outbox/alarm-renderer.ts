import * as z from "zod";
import type { CoreContext } from "../../core/context.js";
import { ALARM_KIND, ALARMS, type AlarmKind, type AlarmPayload } from "../../core/health/operator-alarms.js";
import { chatLanguage } from "../../core/telegram/chats.js";
import { alarmMessages } from "../../messages/alarm-messages.js";
import { type Formats, formatsFor } from "../../messages/format.js";
import { type Locale, resolveLocale } from "../../messages/locale.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { messageOptions } from "../answers.js";
import { type HtmlBlock, paragraphs, tg } from "../render/html.js";
import type { Renderer } from "./renderer.js";

const payload = z.object({
  alarm: z.enum(ALARMS),
  subject: z.string(),
  measure: z.string().nullable(),
  state: z.enum(["begun", "lasting", "over"]),
});

/** Sections of docs/runbook.md. */
export const RUNBOOK: Record<AlarmKind, string> = {
  source_silent: "SourceSilent",
  ledger_off: "MoneyDoesNotAddUp",
  outbox_stuck: "OutboxStuck",
  disk_full: "DiskFull",
  certificate: "CertificateFails",
};

const GB = 1e9;

/** Tells an operator in private what is wrong, or over. */
export function alarmRenderer(core: CoreContext): [kind: string, renderer: Renderer] {
  return [
    ALARM_KIND,
    async (message) => {
      const locale = resolveLocale(await chatLanguage(core, message.chatId));
      const block = alarmText(payload.parse(message.payload), locale);
      return {
        isRepeatable: false,
        async send(api) {
          const sent = await api.sendMessage(message.chatId, block.html, messageOptions([]));
          return sent.message_id;
        },
      };
    },
  ];
}

/** The text of an alarm, or of its end. */
export function alarmText({ alarm, subject, measure, state }: AlarmPayload, locale: Locale): HtmlBlock {
  const texts = alarmMessages(locale);
  const title = tg`<b>${state === "over" ? "✅" : "⚠️"} ${texts[state]}</b>`;
  if (measure === null) return paragraphs(title, tg`${texts.overText[alarm](subject)}`);
  const what = texts[alarm](subject, SPELL[alarm](measure, formatsFor(locale)));
  return paragraphs(title, tg`${what}`, tg`<i>${texts.runbook(RUNBOOK[alarm])}</i>`);
}

const SPELL: Record<AlarmKind, (measure: string, formats: Formats) => string> = {
  source_silent: (seconds, formats) => formats.duration(Number(seconds) * 1_000),
  outbox_stuck: (seconds, formats) => formats.duration(Number(seconds) * 1_000),
  ledger_off: (micro) => `$${formatMicroUsd(microUsd(BigInt(micro)))}`,
  disk_full: (bytes) => `${(Number(bytes) / GB).toFixed(1)} GB`,
  certificate: (reason) => reason,
};
