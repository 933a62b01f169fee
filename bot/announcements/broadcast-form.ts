import {
  countRecipients,
  draftBroadcast,
  MAX_BROADCAST_LENGTH,
  readBroadcast,
  startBroadcast,
} from "../../core/announcements/broadcasts.js";
import { newsMessages } from "../../messages/news-messages.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { askConfirmation, askText } from "../conversations/common-questions.js";
import type { Form } from "../conversations/form.js";
import { formButton } from "../conversations/form-buttons.js";
import { cancelRow, pairs } from "../conversations/form-keyboard.js";
import type { FormDefinition } from "../conversations/forms-feature.js";
import { type HtmlBlock, lines, paragraphs, quote, tg } from "../render/html.js";
import { broadcastScreen } from "./broadcast-screen.js";
import { BROADCASTERS } from "./broadcasters.js";
import { broadcastSegment, type BroadcastSegment } from "../../wire/broadcasts.js";

/** Our own pace (bot/outbox/send-budget.ts). */
const PER_SECOND = 25;
const RACES = 6;

/** `/broadcast`: the text, to whom, a trial count, and only then the sending. */
export const broadcastForm: FormDefinition = {
  id: "broadcast",
  roles: BROADCASTERS,
  async questions(form) {
    const words = newsMessages(form.language.locale).broadcast;
    const block = lines(tg`📣 <b>${words.title}</b>`, tg`${words.ask}`);
    const text = await askText(form, { block, length: [1, MAX_BROADCAST_LENGTH] });
    // The draft has its number before anything is sent: a confirmation that is repeated after a crash starts nothing twice.
    const id = await form.outside(() => draftBroadcast(form.services.core, form.person, text));
    const { segment, race, count } = await askRecipients(form);
    await confirm(form, text, segment, count);
    const outcome = await form.attempt(() => start(form, id, segment, race));
    if ("refused" in outcome) return form.end({ block: tg`⚠️ ${outcome.refused}`, keyboard: [] });
    const { services, language } = form;
    const screen = await form.outside(() => broadcastScreen(services, language, id));
    await form.end(screen);
  },
};

async function start(form: Form, id: number, segment: BroadcastSegment, race: RaceId | null): Promise<void> {
  const { core, wakeOutbox } = form.services;
  const { state } = await readBroadcast(core.pool, id);
  if (state === "draft") await startBroadcast(core, id, segment, race);
  wakeOutbox();
}

interface Recipients {
  segment: BroadcastSegment;
  race: RaceId | null;
  count: { people: number; groups: number };
}

/** Asks to whom, until there is somebody. */
async function askRecipients(form: Form): Promise<Recipients> {
  const words = newsMessages(form.language.locale).broadcast;
  let problem: string | undefined;
  for (;;) {
    const segment = await askSegment(form, problem);
    const race = segment === "participants" ? await askRace(form) : null;
    if (race === undefined) {
      problem = words.noRaces;
      continue;
    }
    const count = await form.outside(() => countRecipients(form.services.core.pool, segment, race));
    if (count.people + count.groups > 0) return { segment, race, count };
    problem = words.nobody(words[segment]);
  }
}

async function askSegment(form: Form, problem: string | undefined): Promise<BroadcastSegment> {
  const words = newsMessages(form.language.locale).broadcast;
  const { forms } = form.language.bot;
  const keyboard = [
    ...pairs(broadcastSegment.options.map((segment) => formButton(words[segment], segment))),
    ...cancelRow(form),
  ];
  return form.ask({ block: tg`${words.chooseSegment}`, keyboard, problem }, (answer) => {
    const segment = broadcastSegment.options.find((each) => answer.kind === "press" && answer.value === each);
    return segment === undefined ? { problem: forms.useButtons } : { value: segment };
  });
}

/** @returns `undefined` when no race has players yet */
async function askRace(form: Form): Promise<RaceId | undefined> {
  const words = newsMessages(form.language.locale).broadcast;
  const races = await form.outside(async () => {
    const statuses = ["live", "settling", "provisional", "final", "paid"] as const;
    const list = await form.services.views.races({ statuses, limit: RACES });
    return list.races.map(({ id, title }) => ({ id, title }));
  });
  if (races.length === 0) return undefined;
  const buttons = races.map(({ id, title }) => [formButton(Array.from(title).slice(0, 40).join(""), id)]);
  return form.ask({ block: tg`${words.chooseRace}`, keyboard: [...buttons, ...cancelRow(form)] }, (answer) => {
    const id = answer.kind === "press" ? parseRaceId(answer.value) : undefined;
    return id === undefined ? { problem: form.language.bot.forms.useButtons } : { value: id };
  });
}

async function confirm(
  form: Form,
  text: string,
  segment: BroadcastSegment,
  { people, groups }: Recipients["count"],
): Promise<void> {
  const words = newsMessages(form.language.locale).broadcast;
  const { formats } = form.language;
  const total = people + groups;
  const block: HtmlBlock = paragraphs(
    lines(
      tg`📣 <b>${words.title}</b> · ${words[segment]}`,
      tg`${words.counts(formats.count(people), formats.count(groups))}`,
      tg`${words.duration(formats.duration(Math.ceil(total / PER_SECOND) * 1000))}`,
    ),
    quote(tg`${text}`),
  );
  await askConfirmation(form, block, `📣 ${words.send(formats.count(total))}`);
}
