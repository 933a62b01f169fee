import { Router, type Response } from "express";
import { readCommunityName } from "../../core/access/operator-settings.js";
import { NotFoundError, RateLimitedError } from "../../core/errors.js";
import { resolveLocale, type Locale } from "../../messages/locale.js";
import { placePicture } from "../../pictures/place-picture.js";
import { racePicture } from "../../pictures/race-picture.js";
import { parsePlayerId, parseRaceId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { ApiServices } from "../services.js";

type Services = Pick<ApiServices, "context" | "views">;

/** Those who unfurl a link keep the picture for days anyway; drawing takes 15 ms of the event loop's thread pool. */
const KEPT_MS = 60_000;
const MOST_KEPT = 100;
/** Every place of every race has a picture: somebody who asks for all of them must not keep the API from its work. */
const MOST_AT_ONCE = 4;
const PODIUM = 3;

/** Pictures of races and of places in them, for shared links, messages and stories; drawn at most once a minute each. */
export function sharePictures({ context, views }: Services): Router {
  const picture = keepingPictures(() => context.clock.now().getTime());

  async function ofRace(race: RaceId, locale: Locale): Promise<Buffer> {
    const [of, standings, brand] = await Promise.all([
      views.race(race),
      views.standings(`race:${race}`, PODIUM),
      readCommunityName(context),
    ]);
    return racePicture({ race: of, standings, brand, locale });
  }

  async function ofPlace(race: RaceId, player: PlayerId, locale: Locale): Promise<Buffer> {
    const [of, around, brand] = await Promise.all([
      views.race(race),
      views.around(`race:${race}`, player, 0),
      readCommunityName(context),
    ]);
    const [row] = around.rows;
    if (row === undefined) throw new NotFoundError("This player is not on the board.");
    return placePicture({ race: of, row, total: around.total, brand, locale });
  }

  const router = Router();
  router.get("/race/:name", async (request, response) => {
    const race = parseRaceId(stemOf(request.params.name));
    if (race === undefined) throw new NotFoundError("There is no such picture.");
    const locale = resolveLocale(languageOf(request.query));
    send(response, await picture(`${race}:${locale}`, () => ofRace(race, locale)));
  });
  router.get("/race/:race/:name", async (request, response) => {
    const [race, player] = [parseRaceId(request.params.race), parsePlayerId(stemOf(request.params.name))];
    if (race === undefined || player === undefined) throw new NotFoundError("There is no such picture.");
    const locale = resolveLocale(languageOf(request.query));
    send(response, await picture(`${race}:${player}:${locale}`, () => ofPlace(race, player, locale)));
  });
  return router;
}

/** @returns the name without `.jpg`; an empty text for other names */
function stemOf(name: string): string {
  return /^(.+)\.jpg$/.exec(name)?.[1] ?? "";
}

function languageOf({ lang }: { lang?: unknown }): string | undefined {
  return typeof lang === "string" ? lang : undefined;
}

function send(response: Response, picture: Buffer): void {
  response
    .set("Cache-Control", `public, max-age=${KEPT_MS / 1000}`)
    .type("jpeg")
    .send(picture);
}

/** @throws RateLimitedError while too many others are being drawn */
function keepingPictures(nowMs: () => number): (key: string, draw: () => Promise<Buffer>) => Promise<Buffer> {
  const kept = new Map<string, { atMs: number; picture: Promise<Buffer> }>();
  let drawing = 0;
  return (key, draw) => {
    const atMs = nowMs();
    const known = kept.get(key);
    if (known !== undefined && atMs - known.atMs < KEPT_MS) return known.picture;
    if (drawing >= MOST_AT_ONCE) throw new RateLimitedError("Too many pictures are being drawn: ask again.", 1);
    drawing += 1;
    const picture = draw().finally(() => (drawing -= 1));
    kept.delete(key);
    kept.set(key, { atMs, picture });
    // A failure must not be the answer for a minute.
    picture.catch(() => kept.delete(key));
    const oldest = kept.keys().next();
    if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
    return picture;
  };
}
