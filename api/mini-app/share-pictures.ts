import { Router } from "express";
import { readCommunityName } from "../../core/access/operator-settings.js";
import { NotFoundError } from "../../core/errors.js";
import { racePicture } from "../../pictures/race-picture.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { ApiServices } from "../services.js";

type Services = Pick<ApiServices, "context" | "views">;

/** Those who unfurl a link keep the picture for days anyway; drawing takes 15 ms of the event loop's thread pool. */
const KEPT_MS = 60_000;
const MOST_KEPT = 50;
const PODIUM = 3;

/** Pictures of races for shared links and stories, drawn at most once a minute each. */
export function sharePictures(services: Services): Router {
  const kept = new Map<RaceId, { atMs: number; picture: Promise<Buffer> }>();
  const pictureOf = (id: RaceId): Promise<Buffer> => {
    const nowMs = services.context.clock.now().getTime();
    const known = kept.get(id);
    if (known !== undefined && nowMs - known.atMs < KEPT_MS) return known.picture;
    const picture = draw(services, id);
    kept.delete(id);
    kept.set(id, { atMs: nowMs, picture });
    // A failure must not be the answer for a minute.
    picture.catch(() => kept.delete(id));
    const oldest = kept.keys().next();
    if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
    return picture;
  };
  const router = Router();
  router.get("/race/:name", async (request, response) => {
    const id = parseRaceId(/^(.+)\.jpg$/.exec(request.params.name)?.[1] ?? "");
    if (id === undefined) throw new NotFoundError("There is no such picture.");
    const picture = await pictureOf(id);
    response
      .set("Cache-Control", `public, max-age=${KEPT_MS / 1000}`)
      .type("jpeg")
      .send(picture);
  });
  return router;
}

async function draw({ context, views }: Services, id: RaceId): Promise<Buffer> {
  const [race, standings, brand] = await Promise.all([
    views.race(id),
    views.standings(`race:${id}`, PODIUM),
    readCommunityName(context),
  ]);
  return racePicture({ race, standings, brand, locale: "en" });
}
