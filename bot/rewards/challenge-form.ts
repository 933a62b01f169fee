import { ConflictError, InvalidInputError } from "../../core/errors.js";
import {
  type Challenge,
  type ChallengeInput,
  makeChallenge,
  parseChallenge,
  parseMultiplier,
} from "../../core/rewards/challenges.js";
import { readMoment } from "../../core/time/wall-clock.js";
import { parseCents } from "../../wire/money.js";
import { askConfirmation, askText } from "../conversations/common-questions.js";
import type { Form } from "../conversations/form.js";
import { cancelRow } from "../conversations/form-keyboard.js";
import type { FormDefinition } from "../conversations/forms-feature.js";
import { nowOf } from "../conversations/new-race/window-questions.js";
import { MANAGERS } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { challengesPanel } from "./admin-challenges-panel.js";
import { challengeBlock } from "./challenge-block.js";

/** `/challenge`: game, multiplier, smallest bet, prize, winners, deadline; then a preview, and only then the post. */
export const challengeForm: FormDefinition = {
  id: "challenge",
  roles: MANAGERS,
  async questions(form) {
    const { language, services, person } = form;
    const { admin } = language.bot.rewards;
    const head = tg`🎯 <b>${admin.newChallenge}</b>`;
    const ask = (text: string): HtmlBlock => lines(head, tg`${text}`);
    const game = await askText(form, { block: ask(admin.askGame), length: [1, 80] });
    const multiplier = await askThat(form, ask(admin.askMultiplier), admin.notAMultiplier, (text) =>
      parseMultiplier(text) === undefined ? undefined : text,
    );
    const minBet = await askThat(form, ask(admin.askMinBet), admin.notAnAmount, readAmount);
    const prize = await askThat(form, ask(admin.askPrize), admin.notAnAmount, readAmount);
    const winners = await askThat(form, ask(admin.askWinners), admin.notACount, readCount);
    const deadline = await askDeadline(form, ask(admin.askDeadline));
    const input = { game, multiplier, minBet, prize, winners: Number(winners) };
    await askConfirmation(form, preview(form, input, deadline), `🎯 ${admin.postChallenge}`);
    const outcome = await form.attempt(
      async () => {
        const made = parseChallenge({ ...input, deadline: new Date(deadline) }, services.core.clock.now());
        await makeChallenge(services.core, made, `user:${person}`);
        services.wakeOutbox();
      },
      (error) => {
        if (error instanceof ConflictError) return admin.noHosts;
        return error instanceof InvalidInputError ? (error.issues[0]?.message ?? error.message) : form.explain(error);
      },
    );
    const screen = await form.outside(() => challengesPanel({ services, language, person, roles: MANAGERS }));
    const news = "refused" in outcome ? tg`⚠️ ${outcome.refused}` : tg`✅ ${admin.challengePosted}`;
    await form.end({ block: paragraphs(news, screen.block), keyboard: screen.keyboard });
  },
};

function readAmount(text: string): string | undefined {
  const amount = text.trim().replaceAll(/[$,]/g, "");
  const value = parseCents(amount);
  return value === undefined || value === 0n ? undefined : amount;
}

function readCount(text: string): string | undefined {
  return /^[1-9]\d{0,2}$/.test(text.trim()) ? text.trim() : undefined;
}

async function askThat(
  form: Form,
  block: HtmlBlock,
  problem: string,
  read: (text: string) => string | undefined,
): Promise<string> {
  return form.ask({ block, keyboard: cancelRow(form) }, (answer) => {
    const value = answer.kind === "text" ? read(answer.text) : undefined;
    return value === undefined ? { problem } : { value };
  });
}

/** @returns ISO 8601 */
async function askDeadline(form: Form, block: HtmlBlock): Promise<string> {
  const now = await nowOf(form);
  const { timeZone } = form.services.core;
  return askThat(form, block, form.language.bot.rewards.admin.notAMoment, (text) => {
    const at = readMoment(text, { now, base: now, timeZone });
    return at === undefined || at <= now ? undefined : at.toISOString();
  });
}

function preview(form: Form, input: Omit<ChallengeInput, "deadline">, deadline: string): HtmlBlock {
  const end = new Date(deadline);
  // Checked against the end itself: what is shown must not depend on when it is drawn.
  const made = parseChallenge({ ...input, deadline: end }, new Date(end.getTime() - 1));
  const challenge: Challenge = { ...made, id: "", winnersLeft: made.winners, state: "open" };
  return challengeBlock(challenge, form.services.core.timeZone, form.language);
}
