import { InvalidInputError } from "../../core/errors.js";
import { type DropInput, parseDrop, writeOutCodes } from "../../core/rewards/drop-input.js";
import { type Drop, makeDrop } from "../../core/rewards/drops.js";
import { readMoment } from "../../core/time/wall-clock.js";
import { cents, formatCents, parseCents } from "../../wire/money.js";
import { askConfirmation, askText } from "../conversations/common-questions.js";
import type { Form } from "../conversations/form.js";
import { cancelRow } from "../conversations/form-keyboard.js";
import type { FormDefinition } from "../conversations/forms-feature.js";
import { nowOf } from "../conversations/new-race/window-questions.js";
import { MANAGERS } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { dropsPanel } from "./admin-drops-panel.js";
import { dropBlock } from "./drop-block.js";

/** `/drop`: name, what it gives, to how many, for whom and how long; then a preview, and only then the post. */
export const dropForm: FormDefinition = {
  id: "drop",
  roles: MANAGERS,
  async questions(form) {
    const { language, services, person } = form;
    const { admin } = language.bot.rewards;
    const head = tg`⚡ <b>${admin.newDrop}</b>`;
    const ask = (text: string): HtmlBlock => lines(head, tg`${text}`);
    const title = await askText(form, { block: ask(admin.askTitle), length: [1, 100] });
    const content = await askContent(form, ask(admin.askContent));
    const claims = content.amount === undefined ? undefined : await askCount(form, ask(admin.askClaims));
    const minWager = await askAmount(form, ask(admin.askMinWager));
    const expiresAt = await askEnd(form, ask(admin.askLength));
    const input = { title, ...content, claims, minWager };
    await askConfirmation(form, preview(form, input, expiresAt), `⚡ ${admin.postDrop}`);
    const outcome = await form.attempt(
      async () => {
        const drop = parseDrop({ ...input, expiresAt: new Date(expiresAt) }, services.core.clock.now());
        await makeDrop(services.core, drop, `user:${person}`);
        services.wakeOutbox();
      },
      (error) =>
        error instanceof InvalidInputError ? (error.issues[0]?.message ?? error.message) : form.explain(error),
    );
    const screen = await form.outside(() => dropsPanel({ services, language, person, roles: MANAGERS }));
    const news = "refused" in outcome ? tg`⚠️ ${outcome.refused}` : tg`✅ ${admin.posted}`;
    await form.end({ block: paragraphs(news, screen.block), keyboard: screen.keyboard });
  },
};

type Content = Pick<DropInput, "amount" | "codes">;

async function askContent(form: Form, block: HtmlBlock): Promise<Content> {
  const { bot } = form.language;
  return form.ask<Content>({ block, keyboard: cancelRow(form) }, (answer) => {
    if (answer.kind === "press") return { problem: bot.forms.useText };
    const amount = plainAmount(answer.text);
    if (parseCents(amount) !== undefined && parseCents(amount) !== 0n) return { value: { amount } };
    const codes = answer.text.split("\n");
    // One short number would be taken for a code by mistake.
    const isCodes = writeOutCodes(codes).length > 0 && !/^[\d.,$ -]+$/.test(answer.text);
    return isCodes ? { value: { codes } } : { problem: bot.rewards.admin.notAnAmount };
  });
}

function plainAmount(text: string): string {
  return text.trim().replaceAll(/[$,]/g, "");
}

async function askCount(form: Form, block: HtmlBlock): Promise<number> {
  const { bot } = form.language;
  return form.ask({ block, keyboard: cancelRow(form) }, (answer) => {
    const count = answer.kind === "text" && /^\d{1,5}$/.test(answer.text.trim()) ? Number(answer.text) : 0;
    return count >= 1 && count <= 10_000 ? { value: count } : { problem: bot.rewards.admin.notACount };
  });
}

async function askAmount(form: Form, block: HtmlBlock): Promise<string> {
  const { bot } = form.language;
  return form.ask({ block, keyboard: cancelRow(form) }, (answer) => {
    const amount = answer.kind === "text" ? plainAmount(answer.text) : "";
    return parseCents(amount) === undefined ? { problem: bot.rewards.admin.notAnAmount } : { value: amount };
  });
}

/** @returns ISO 8601 */
async function askEnd(form: Form, block: HtmlBlock): Promise<string> {
  const { services, language } = form;
  const now = await nowOf(form);
  return form.ask({ block, keyboard: cancelRow(form) }, (answer) => {
    const text = answer.kind === "text" ? answer.text : "";
    const minutes = /^\s*(\d{1,4})\s*m(?:in(?:ute[sn]?)?)?\.?\s*$/i.exec(text)?.[1];
    const at =
      minutes === undefined
        ? readMoment(text, { now, base: now, timeZone: services.core.timeZone })
        : new Date(now.getTime() + Number(minutes) * 60_000);
    return at === undefined || at <= now
      ? { problem: language.bot.rewards.admin.notAMoment }
      : { value: at.toISOString() };
  });
}

function preview(form: Form, input: Omit<DropInput, "expiresAt">, expiresAt: string): HtmlBlock {
  const { language, services } = form;
  const { admin } = language.bot.rewards;
  const end = new Date(expiresAt);
  // Checked against the end itself: what is shown must not depend on when it is drawn.
  const { amount, claims, ...rest } = parseDrop({ ...input, expiresAt: end }, new Date(end.getTime() - 1));
  const drop: Drop = { ...rest, id: "", amount, total: claims, left: claims, state: "open" };
  const cost = amount === null ? undefined : cents(amount * BigInt(claims));
  return paragraphs(
    dropBlock(drop, services.core.timeZone, language),
    cost === undefined ? undefined : tg`💸 ${admin.worth(language.formats.money(formatCents(cost)))}`,
  );
}
