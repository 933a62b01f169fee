import type { PoolClient } from "pg";
import { InvalidInputError } from "../../../core/errors.js";
import { advanceRace } from "../../../core/races/advance-races.js";
import { createRaceIn } from "../../../core/races/create-race.js";
import { createSeriesIn } from "../../../core/races/race-series.js";
import { listSourceHealth } from "../../../core/sources/source-health.js";
import { deleteConversation } from "../../../core/telegram/conversation-store.js";
import { parseCents, parseMicroUsd } from "../../../wire/money.js";
import type { RaceId } from "../../../wire/ids.js";
import { audited } from "../../admin/audited.js";
import { encodePanel } from "../../callback-data/panel-codec.js";
import type { BotContext } from "../../context.js";
import { withEffects } from "../../inbox/effects.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../../render/html.js";
import { raceHead } from "../../render/race-card.js";
import { conversationKey } from "../conversation-storage.js";
import type { Form } from "../form.js";
import { cancelRow, pairs } from "../form-keyboard.js";
import { formButton } from "../form-buttons.js";
import type { FormDefinition } from "../forms-feature.js";
import { asCreateRace, asRace, type Draft, percentOf, possibleRepeats, recurrenceOf, windowOf } from "./draft.js";
import { askGrowth, askLanes } from "./pool-questions.js";
import { previewBlock } from "./preview.js";
import { askMinWager, askPrizes, askSources, askTitle } from "./rule-questions.js";
import { askEnd, askStart, nowOf } from "./window-questions.js";

const STEPS = 4;

interface Frame {
  form: Form;
  timeZone: string;
  sources: string[];
}

/** `/newrace`: four questions, then a preview from which everything can be changed until it is right. */
export const newRaceForm: FormDefinition = {
  id: "newRace",
  roles: ["owner", "admin"],
  async questions(form) {
    const setting = await form.outside(async () => ({
      timeZone: form.services.core.timeZone,
      sources: (await listSourceHealth(form.services.core)).map(({ slug }) => slug),
    }));
    const frame = { form, ...setting };
    let draft = await firstDraft(frame);
    let problem: string | undefined;
    for (;;) {
      const change = await review(frame, draft, problem);
      problem = undefined;
      if (change !== "create") draft = await changed(frame, draft, change);
      else problem = await create(frame, draft);
      if (change === "create" && problem === undefined) return;
    }
  },
};

function head({ form }: Frame, step?: number): HtmlBlock {
  const { newRace } = form.language.bot.forms;
  const where = step === undefined ? tg`` : tg` · ${newRace.step(step, STEPS)}`;
  return tg`🆕 <b>${newRace.title}</b>${where}`;
}

async function firstDraft(frame: Frame): Promise<Draft> {
  const { form, timeZone } = frame;
  const title = await askTitle(form, head(frame, 1));
  const startsAt = await askStart(form, { timeZone, head: head(frame, 2) });
  const endsAt = await askEnd(form, startsAt, { timeZone, head: head(frame, 3) });
  const prizes = await askPrizes(form, head(frame, 4));
  return {
    title,
    startsAt,
    endsAt,
    prizes,
    minWager: "0",
    tieRule: "split",
    requireLink: false,
    sources: null,
    repeat: "once",
    growth: null,
    lanes: [],
  };
}

const CHANGES = [
  "title",
  "start",
  "end",
  "prizes",
  "growth",
  "lanes",
  "least",
  "ties",
  "link",
  "sources",
  "repeat",
  "create",
] as const;
type Change = (typeof CHANGES)[number];

/** Shows the whole race. @returns what is to be done next */
async function review(frame: Frame, draft: Draft, problem: string | undefined): Promise<Change> {
  const { form, timeZone } = frame;
  const { services, language } = form;
  const preview = await form.outside(() =>
    previewBlock(services, draft, { language, now: services.core.clock.now(), timeZone }),
  );
  return form.ask<Change>({ block: preview, keyboard: reviewKeyboard(frame, draft), problem }, (answer) => {
    const name = answer.kind === "press" ? CHANGES.find((each) => each === answer.value) : undefined;
    return name === undefined ? { problem: language.bot.forms.useButtons } : { value: name };
  });
}

function reviewKeyboard({ form, timeZone, sources }: Frame, draft: Draft) {
  const { bot, formats } = form.language;
  const { newRace } = bot.forms;
  const wide = (label: string, value: string, name: Change) => [formButton(`${label}: ${value}`, name)];
  const repeats = possibleRepeats(new Date(draft.startsAt), new Date(draft.endsAt), timeZone);
  const least = parseMicroUsd(draft.minWager) === 0n ? newRace.noMinWager : formats.money(draft.minWager);
  const growth =
    draft.growth === null
      ? newRace.fixedPool
      : newRace.growsBy(percentOf(draft.growth), formats.money(draft.growth.limit));
  return [
    ...pairs([
      formButton(`✏️ ${newRace.changeTitle}`, "title"),
      formButton(`🏆 ${newRace.changePrizes}`, "prizes"),
      formButton(`▶️ ${newRace.changeStart}`, "start"),
      formButton(`⏹ ${newRace.changeEnd}`, "end"),
    ]),
    wide(newRace.pool, growth, "growth"),
    wide(newRace.lanes, draft.lanes.length === 0 ? newRace.withoutLanes : formats.count(draft.lanes.length), "lanes"),
    wide(newRace.minWager, least, "least"),
    wide(newRace.ties, newRace.tieRule[draft.tieRule], "ties"),
    wide(newRace.link, draft.requireLink ? newRace.linkRequired : newRace.linkNotRequired, "link"),
    ...(sources.length > 1 ? [wide(newRace.sources, draft.sources?.join(", ") ?? newRace.allSources, "sources")] : []),
    ...(repeats.length > 1 ? [wide(newRace.repeats, newRace.repeat[draft.repeat], "repeat")] : []),
    [formButton(`✅ ${newRace.create}`, "create")],
    ...cancelRow(form),
  ];
}

async function changed(frame: Frame, draft: Draft, change: Exclude<Change, "create">): Promise<Draft> {
  const { form, timeZone, sources } = frame;
  const window = { timeZone, head: head(frame) };
  switch (change) {
    case "title":
      return { ...draft, title: await askTitle(form, head(frame)) };
    case "start": {
      const startsAt = await askStart(form, window);
      // The length stays when only the start moves, unless that would leave an end that is over.
      const lengthMs = new Date(draft.endsAt).getTime() - new Date(draft.startsAt).getTime();
      const endsAt = new Date(new Date(startsAt).getTime() + lengthMs);
      const isOver = endsAt <= (await nowOf(form));
      const end = isOver ? await askEnd(form, startsAt, window) : endsAt.toISOString();
      return withFittingRepeat({ ...draft, startsAt, endsAt: end }, timeZone);
    }
    case "end":
      return withFittingRepeat({ ...draft, endsAt: await askEnd(form, draft.startsAt, window) }, timeZone);
    case "prizes":
      return withFittingGrowth({ ...draft, prizes: await askPrizes(form, head(frame)) });
    case "growth":
      return { ...draft, growth: await askGrowth(form, head(frame), draft.prizes) };
    case "lanes":
      return { ...draft, lanes: await askLanes(form, head(frame), windowOf(draft)) };
    case "least":
      return { ...draft, minWager: await askMinWager(form, head(frame)) };
    case "ties":
      return { ...draft, tieRule: draft.tieRule === "split" ? "first" : "split" };
    case "link":
      return { ...draft, requireLink: !draft.requireLink };
    case "sources":
      return { ...draft, sources: await askSources(form, head(frame), sources, draft.sources) };
    default: {
      const repeats = possibleRepeats(new Date(draft.startsAt), new Date(draft.endsAt), timeZone);
      return { ...draft, repeat: repeats[repeats.indexOf(draft.repeat) + 1] ?? "once" };
    }
  }
}

/** Prizes that reach the pool's limit by themselves leave it nothing to grow by. */
function withFittingGrowth(draft: Draft): Draft {
  const pool = draft.prizes.reduce((sum, prize) => sum + (parseCents(prize) ?? 0n), 0n);
  const limit = parseCents(draft.growth?.limit ?? "0") ?? 0n;
  return limit > pool ? draft : { ...draft, growth: null };
}

/** A window of another length may not be able to come again as before. */
function withFittingRepeat(draft: Draft, timeZone: string): Draft {
  const repeats = possibleRepeats(new Date(draft.startsAt), new Date(draft.endsAt), timeZone);
  return repeats.includes(draft.repeat) ? draft : { ...draft, repeat: "once" };
}

/** @returns what stands against the race, `undefined` once it is created */
async function create(frame: Frame, draft: Draft): Promise<string | undefined> {
  const { form, timeZone } = frame;
  const { language, services } = form;
  const { newRace } = language.bot.forms;
  const outcome = await form.attempt(
    (ctx) => store(ctx, form, draft, timeZone),
    (error) => (error instanceof InvalidInputError ? newRace.cannotBe(describeIssues(error)) : undefined),
  );
  if ("refused" in outcome) return outcome.refused;
  const now = await nowOf(form);
  const race = asRace(draft, timeZone, now);
  const shown = raceHead(race, now, language);
  const next = race.status === "live" ? newRace.isLive : newRace.willStart;
  const title = draft.repeat === "once" ? newRace.created : newRace.createdSeries;
  await form.end({
    block: paragraphs(tg`✅ <b>${title}</b>`, shown, lines(tg`${next}`)),
    keyboard: [
      [{ text: `🏁 ${newRace.openRace}`, callback_data: encodePanel("race", outcome.done) }],
      [services.links.button(`📱 ${language.bot.buttons.openApp}`, { page: "race", race: outcome.done }, "private")],
    ],
  });
  return undefined;
}

function describeIssues({ issues, message }: InvalidInputError): string {
  return issues.map((issue) => `${issue.path} ${issue.message}`).join("; ") || message;
}

/**
 * Creates the race, or the series with its first one, in the transaction that ends the form and marks the update as
 * done: however the process dies, there is one race and nobody can press the button again.
 */
async function store(ctx: BotContext, form: Form, draft: Draft, timeZone: string): Promise<RaceId> {
  const { core } = form.services;
  const actor = `user:${form.person}`;
  let made: RaceId | undefined;
  await withEffects(ctx, core, async (client) => {
    made = await write(client, draft, { actor, timeZone });
    await deleteConversation(client, conversationKey(ctx));
  });
  if (made === undefined) throw new Error("an update was handled twice at once");
  await advanceRace(core, made);
  await audited(core, { actor, action: "race.create", subject: `race:${made}`, detail: { title: draft.title } });
  return made;
}

async function write(
  client: PoolClient,
  draft: Draft,
  { actor, timeZone }: { actor: string; timeZone: string },
): Promise<RaceId> {
  const rule = recurrenceOf(draft, timeZone);
  const input = asCreateRace(draft, timeZone);
  if (rule === undefined) return createRaceIn(client, input, actor, { timeZone });
  const { startsAt: _start, endsAt: _end, timeZone: _zone, ...template } = input;
  const { race } = await createSeriesIn(client, { template, rule }, actor, timeZone);
  return race;
}
