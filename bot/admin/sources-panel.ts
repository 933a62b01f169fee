import { NotFoundError } from "../../core/errors.js";
import { type DeadLetterView, listDeadLetters } from "../../core/ledger/dead-letters.js";
import { isSilent, listSourceHealth, readSourceHealth, type SourceHealth } from "../../core/sources/source-health.js";
import { type HtmlBlock, lines, paragraphs, quote, tg } from "../render/html.js";
import { timeFromNow } from "../render/time.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen } from "../screens/screen.js";
import { MANAGERS, mayUse, pageIn, panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";

const LETTERS_ON_PAGE = 6;
/** Letters of a body that are shown; it may have a megabyte. */
const BODY_LENGTH = 600;

/** Every source with its age and what lies in its dead letters. */
export async function sourcesPanel({ services, language }: PanelFrame): Promise<Screen> {
  const { admin } = language.bot;
  const now = services.core.clock.now();
  const sources = await listSourceHealth(services.core);
  return {
    block: paragraphs(
      tg`📡 <b>${admin.sources.title}</b>`,
      sources.length === 0 ? tg`${admin.sources.none}` : undefined,
      ...sources.map((source) => healthLines(source, now, language)),
    ),
    keyboard: [
      ...sources.map((source) => [
        panelButton(`${sign(source, now)} ${shortLabel(source.name)}`, "source", source.slug),
      ]),
      [panelButton(`✉️ ${admin.letters.title}`, "letters")],
      [panelButton(`🔄 ${language.bot.buttons.refresh}`, "sources"), panelButton(`☰ ${admin.menu}`, "home")],
    ],
  };
}

function sign(source: SourceHealth, now: Date): string {
  return isSilent(source, now) ? "🔴" : "🟢";
}

function healthLines(source: SourceHealth, now: Date, language: ViewLanguage): HtmlBlock {
  const { sources } = language.bot.admin;
  return lines(
    tg`${sign(source, now)} <b>${source.name}</b> · ${sources.mode[source.mode]}`,
    source.lastAcceptedAt === null
      ? tg`${sources.nothingYet}`
      : tg`${sources.lastData} ${timeFromNow(source.lastAcceptedAt, now, language)}`,
    source.openDeadLetters === 0 ? undefined : tg`✉️ ${sources.deadLetters(source.openDeadLetters)}`,
  );
}

/** One source: age of its data, use of its secrets, dead letters. @throws NotFoundError */
export async function sourcePanel({ services, language }: PanelFrame, slug: string): Promise<Screen> {
  const { admin, buttons } = language.bot;
  const now = services.core.clock.now();
  const source = await readSourceHealth(services.core, slug);
  const secrets = source.secrets.map(({ state, lastUsedAt, expiresAt }) =>
    lines(
      tg`🔑 ${admin.sources.secret[state]}: ${
        lastUsedAt === null
          ? tg`${admin.sources.neverUsed}`
          : tg`${admin.sources.lastUsed} ${timeFromNow(new Date(lastUsedAt), now, language)}`
      }`,
      expiresAt === null ? undefined : tg`${admin.sources.expires} ${timeFromNow(new Date(expiresAt), now, language)}`,
    ),
  );
  return {
    block: paragraphs(
      lines(
        healthLines(source, now, language),
        tg`${admin.sources.silentAfter(language.formats.duration(source.staleAfterSeconds * 1000))}`,
      ),
      lines(...secrets),
    ),
    keyboard: [
      source.openDeadLetters > 0 ? [panelButton(`✉️ ${admin.letters.title}`, "letters")] : [],
      [panelButton(`🔄 ${buttons.refresh}`, "source", slug), panelButton(`‹ ${admin.sources.title}`, "sources")],
    ],
  };
}

/** What was signed but could not be applied, newest first. */
export async function lettersPanel({ services, language }: PanelFrame, subject: string): Promise<Screen> {
  const { admin, buttons } = language.bot;
  const page = pageIn(subject);
  const found = await listDeadLetters(services.core, {
    state: "open",
    limit: Math.min(200, (page + 1) * LETTERS_ON_PAGE + 1),
  });
  const letters = found.slice(page * LETTERS_ON_PAGE, (page + 1) * LETTERS_ON_PAGE);
  return {
    block: paragraphs(
      tg`✉️ <b>${admin.letters.title}</b>`,
      tg`${letters.length === 0 ? admin.letters.none : admin.letters.text}`,
    ),
    keyboard: [
      ...letters.map((letter) => [
        panelButton(
          shortLabel(`${letter.source}: ${letterReason(letter.reason, language)}`),
          "letter",
          String(letter.id),
        ),
      ]),
      [
        ...(page > 0 ? [panelButton(buttons.previous, "letters", String(page - 1))] : []),
        panelButton(`‹ ${admin.sources.title}`, "sources"),
        ...(found.length > (page + 1) * LETTERS_ON_PAGE
          ? [panelButton(buttons.next, "letters", String(page + 1))]
          : []),
      ],
    ],
  };
}

/** One dead letter with its content, to be replayed or put away. @throws NotFoundError */
export async function letterPanel({ services, language, roles }: PanelFrame, subject: string): Promise<Screen> {
  const { admin } = language.bot;
  const letter = await findLetter(services.core, subject);
  const isOpen = letter.state === "open" && mayUse(roles, MANAGERS);
  const now = services.core.clock.now();
  return {
    block: paragraphs(
      lines(
        tg`✉️ <b>${letterReason(letter.reason, language)}</b>`,
        tg`${letter.source} · ${timeFromNow(letter.receivedAt, now, language)}`,
        letter.detail === null ? undefined : tg`<i>${letter.detail}</i>`,
        letter.state === "open" ? undefined : tg`${admin.letters.state[letter.state]}`,
      ),
      quote(tg`<code>${Array.from(letter.body).slice(0, BODY_LENGTH).join("")}</code>`),
    ),
    keyboard: [
      isOpen ? [panelButton(`🔁 ${admin.letters.replay}`, "replay", subject)] : [],
      isOpen ? [panelButton(`🗄 ${admin.letters.discard}`, "discard", subject)] : [],
      [panelButton(`‹ ${admin.letters.title}`, "letters")],
    ],
  };
}

/** Why a letter lies there, in words; what we do not know is told as it is stored. */
function letterReason(reason: string, { bot }: ViewLanguage): string {
  return Object.entries(bot.admin.letters.reasons).find(([known]) => known === reason)?.[1] ?? reason;
}

async function findLetter(core: PanelFrame["services"]["core"], subject: string): Promise<DeadLetterView> {
  const id = Number(subject);
  const [letter] = Number.isSafeInteger(id) ? await listDeadLetters(core, { before: id + 1, limit: 1 }) : [];
  if (letter?.id !== id) throw new NotFoundError("There is no such dead letter.");
  return letter;
}
