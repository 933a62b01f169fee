import * as z from "zod";
import type { CoreContext } from "../../core/context.js";
import { ALARMS, type AlarmKind } from "../../core/health/alarm-kinds.js";
import { ALARM_KIND, type AlarmPayload } from "../../core/health/operator-alarms.js";
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
  source_auth: "SourceAuth",
  source_failing: "SourceFailing",
  snapshot_held: "SnapshotHeld",
  counter_frozen: "CounterFrozen",
  counter_contradicts: "CounterContradicts",
  totals_fell: "TotalsFell",
  late_joiner: "LateJoiner",
  rows_missing: "RowsMissing",
  revalued: "Revalued",
  source_slow: "SourceSlow",
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

type Spell = (measure: string, formats: Formats) => string;
const asDuration: Spell = (seconds, formats) => formats.duration(Number(seconds) * 1_000);
const asMoney: Spell = (usd, formats) => formats.money(usd);

/** Rows and totals before and now, each as `before → now`. */
const asSizes: Spell = (measure, formats) => {
  const [rowsBefore = "0", rows = "0", totalBefore = "0", total = "0"] = measure.split("|");
  return `${rowsBefore} → ${rows}, ${formats.money(totalBefore)} → ${formats.money(total)}`;
};

const SPELL: Record<AlarmKind, Spell> = {
  source_silent: asDuration,
  outbox_stuck: asDuration,
  source_auth: asDuration,
  source_failing: asDuration,
  source_slow: asDuration,
  snapshot_held: asSizes,
  counter_frozen: asMoney,
  counter_contradicts: asMoney,
  totals_fell: asMoney,
  late_joiner: asMoney,
  revalued: asMoney,
  rows_missing: (players) => players,
  ledger_off: (micro) => `$${formatMicroUsd(microUsd(BigInt(micro)))}`,
  disk_full: (bytes) => `${(Number(bytes) / GB).toFixed(1)} GB`,
  certificate: (reason) => reason,
};
