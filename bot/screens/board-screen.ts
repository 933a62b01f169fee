import type { BoardKey } from "../../core/boards/live-boards.js";
import { boardTarget } from "../callback-data/board-target.js";
import { boardKeyboard } from "../keyboards/board-keyboard.js";
import { leaderboard, PAGE_ROWS, pageCount } from "../render/leaderboard.js";
import { raceIdOf } from "./race-screen.js";
import type { AskedFrame, Screen, ScreenFrame } from "./screen.js";

/** One page of a board; a page past the end shows the last one. @throws NotFoundError when there is no such board */
export async function boardScreen(frame: AskedFrame, board: BoardKey, page: number): Promise<Screen> {
  const { services, language, place, owner } = frame;
  const wantedPage = Math.min(page, pageCount(Number.POSITIVE_INFINITY) - 1);
  const [window, standings] = await Promise.all([
    boardWindow(frame, board),
    services.views.standings(board, (wantedPage + 1) * PAGE_ROWS),
  ]);
  const shownPage = Math.min(wantedPage, pageCount(standings.total) - 1);
  return {
    block: leaderboard({
      title: window.title,
      standings,
      page: shownPage,
      withPrizes: window.isRace,
      timeZone: window.timeZone,
      language,
    }),
    keyboard: boardKeyboard({
      board,
      page: shownPage,
      total: standings.total,
      race: window.race,
      owner,
      place,
      links: services.links,
      language,
    }),
  };
}

/** Name and zone of a board's window, and the race its first tab leads to. */
export async function boardWindow(frame: ScreenFrame, board: BoardKey): Promise<BoardWindow> {
  const { services, language } = frame;
  const target = boardTarget(board);
  if (target.kind === "race") {
    const race = await services.views.race(target.race);
    return { title: race.title, isRace: true, timeZone: race.timeZone, race: target.race };
  }
  const current = await services.views.currentRace();
  return {
    title: language.shared.period[target.period],
    isRace: false,
    timeZone: services.core.timeZone,
    race: current === null ? undefined : raceIdOf(current),
  };
}

interface BoardWindow {
  title: string;
  isRace: boolean;
  timeZone: string;
  race: ReturnType<typeof raceIdOf> | undefined;
}

/** The first page for a chat the bot is not in: nobody can turn pages there. */
export async function sharedBoardScreen(frame: ScreenFrame, board: BoardKey): Promise<Screen> {
  return boardScreen({ ...frame, owner: undefined }, board, 0);
}
