import type { RaceId } from "../../wire/ids.js";
import { tg, lines } from "../render/html.js";
import type { Screen, ScreenFrame } from "./screen.js";

/** How anybody checks a result, with the way to the check itself. */
export function verifyScreen({ services, language, place }: ScreenFrame, race: RaceId | undefined): Screen {
  const { bot } = language;
  const page = race === undefined ? ({ page: "home" } as const) : ({ page: "verify", race } as const);
  return {
    block: lines(tg`🔍 <b>${bot.verifyTitle}</b>`, tg`${bot.verifyText}`),
    keyboard: [[services.links.button(race === undefined ? bot.buttons.openApp : bot.buttons.verify, page, place)]],
  };
}
