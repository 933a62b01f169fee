import { InvalidInputError, NotFoundError, type AppError } from "../../core/errors.js";
import { formSquad, joinSquad, leaveSquad } from "../../core/squads/join-squad.js";
import { SquadRefusedError } from "../../core/squads/squad-refused.js";
import { raceIdIn } from "../admin/races-panel.js";
import type { Order } from "../conversations/order-form.js";
import type { Act, PanelScreen } from "../panels/panel.js";
import { paragraphs, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import { findInvitation, invitationPanel, squadsPanel } from "./squads-panel.js";

/** Why somebody cannot form, join or leave a squad, in his language. */
function refusalText(error: unknown, { bot }: ViewLanguage): string | undefined {
  const { squads: words } = bot.lanes;
  if (error instanceof SquadRefusedError) return words.refusals[error.reason];
  if (error instanceof InvalidInputError) return words.badName;
  return error instanceof NotFoundError ? words.unknownCode : undefined;
}

/** @returns what to say; @throws whatever has no words of its own */
async function attempt(language: ViewLanguage, done: string, act: () => Promise<void>): Promise<string> {
  try {
    await act();
    return done;
  } catch (error) {
    const refusal = refusalText(error, language);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

export const joinAct: Act = ({ services, language, person }, code) =>
  attempt(language, language.bot.lanes.squads.joined, () => joinSquad(services.core, code, person));

/** Whoever has joined, or not, sees the squads of the race. */
export const afterJoining: PanelScreen = async (frame, code) => {
  const invitation = await findInvitation(frame, code);
  return invitation === undefined ? invitationPanel(frame, code) : squadsPanel(frame, invitation.race);
};

/** A race and a squad of it, as a press carries them. */
export const leaveAct: Act = ({ services, language, person }, subject) => {
  const [, squad = ""] = subject.split(".");
  return attempt(language, language.bot.lanes.squads.left, () => leaveSquad(services.core, squad, person));
};

export const afterLeaving: PanelScreen = (frame, subject) => squadsPanel(frame, subject.split(".")[0] ?? "");

export const formSquadOrder: Order = {
  id: "squad-form",
  length: [1, 64],
  question: async (frame, subject) =>
    paragraphs((await squadsPanel(frame, subject)).block, tg`✍️ ${frame.language.bot.lanes.squads.askName}`),
  run: async ({ services, person }, { subject, text }) => {
    await formSquad(services.core, { race: raceIdIn(subject), name: text, user: person });
  },
  explain: (error: AppError, language) => refusalText(error, language),
  done: ({ bot }) => bot.lanes.squads.formed,
  after: squadsPanel,
};
