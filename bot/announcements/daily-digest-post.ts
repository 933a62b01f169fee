import { linkedPlayers } from "../../core/people/telegram-users.js";
import { newsMessages } from "../../messages/news-messages.js";
import type { BotServices } from "../context.js";
import { paragraphs, tg } from "../render/html.js";
import { myScreen } from "../screens/my-screen.js";
import { raceIdOf } from "../screens/race-screen.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

/** Once a day, for those who asked: their place in the current race. Nothing without a live race or a place in it. */
export async function dailyDigestPost(services: BotServices, { user, language }: Listener): Promise<Post | undefined> {
  const race = await services.views.currentRace();
  if (race?.status !== "live") return undefined;
  const id = raceIdOf(race);
  const players = await linkedPlayers(services.core, user);
  const standings = await Promise.all(players.map(({ playerId }) => services.views.myStanding(id, playerId)));
  if (!standings.some(({ rank }) => rank !== null)) return undefined;
  const words = newsMessages(language.locale);
  const card = await myScreen({ services, language, place: "private", owner: user }, `race:${id}`);
  return {
    block: paragraphs(tg`📬 <b>${words.settings.digest}</b>`, card.block, tg`<i>${words.askedFor}</i>`),
    keyboard: card.keyboard,
    isSilent: true,
  };
}
