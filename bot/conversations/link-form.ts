import { ConflictError, InvalidInputError, NotFoundError, RateLimitedError, type AppError } from "../../core/errors.js";
import { requestLink } from "../../core/links/request-link.js";
import { listSourceHealth } from "../../core/sources/source-health.js";
import { ownLinkPanel } from "../own/links-panel.js";
import { paragraphs, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import { askText } from "./common-questions.js";
import type { Form } from "./form.js";
import { formButton } from "./form-buttons.js";
import { cancelRow } from "./form-keyboard.js";
import type { FormDefinition } from "./forms-feature.js";

interface Source {
  slug: string;
  name: string;
}

/** Which account is one's own: the casino, when there are several, then id or name; the answer is the challenge. */
export const linkForm: FormDefinition = {
  id: "link",
  async questions(form) {
    const { language, services, person } = form;
    const { links } = language.bot.own;
    const sources = await form.outside(async () =>
      (await listSourceHealth(services.core)).map(({ slug, name }): Source => ({ slug, name })),
    );
    const source = await chooseSource(form, sources);
    if (source === undefined) return form.end({ block: tg`${links.noSources}`, keyboard: [] });
    let problem: string | undefined;
    for (;;) {
      const question = tg`🔗 ${links.askPlayer(source.name)}`;
      const block = problem === undefined ? question : paragraphs(tg`⚠️ ${problem}`, question);
      const player = await askText(form, { block, length: [1, 128] });
      const asked = await form.attempt(
        async () => (await requestLink(services.core, { user: person, source: source.slug, player })).id,
        (error) => explain(error, language),
      );
      if ("done" in asked) {
        const frame = { services, language, person, roles: [] };
        return form.end(await form.outside(() => ownLinkPanel(frame, asked.done)));
      }
      problem = asked.refused;
    }
  },
};

async function chooseSource(form: Form, sources: readonly Source[]): Promise<Source | undefined> {
  if (sources.length < 2) return sources[0];
  const { forms, own } = form.language.bot;
  return form.ask(
    {
      block: tg`🔗 ${own.links.askSource}`,
      keyboard: [...sources.map(({ name }, at) => [formButton(name, `source:${at}`)]), ...cancelRow(form)],
    },
    (answer) => {
      const written = answer.kind === "text" ? answer.text.trim().toLowerCase() : "";
      const chosen =
        answer.kind === "press"
          ? sources[Number(answer.value.replace("source:", ""))]
          : sources.find(({ name, slug }) => name.toLowerCase() === written || slug === written);
      return chosen === undefined ? { problem: forms.useButtons } : { value: chosen };
    },
  );
}

function explain(error: AppError, { bot }: ViewLanguage): string | undefined {
  const { links } = bot.own;
  if (error instanceof NotFoundError) return links.notFound;
  if (error instanceof InvalidInputError) return links.severalHave;
  if (error instanceof RateLimitedError) return links.tooMany;
  if (error instanceof ConflictError) return error.allowed.includes("unlink") ? links.alreadyYours : links.anotherWaits;
  return undefined;
}
