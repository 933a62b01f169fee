import express, { Router, type Response } from "express";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readCommunityName } from "../../core/access/operator-settings.js";
import { NotFoundError } from "../../core/errors.js";
import { parseRaceId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import { MethodNotAllowedError } from "../http/http-errors.js";
import type { ApiServices } from "../services.js";
import { sharePictures } from "./share-pictures.js";
import { shareTags } from "./share-tags.js";

const YEAR_MS = 31_536_000_000;

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mini App is not built</title>
<h1>The Mini App is not built yet</h1>
<p>Run <code>npm start</code>, which builds what is missing, or <code>npm run dev</code>, and load this page again.</p>
<p>The API itself runs: <a href="/api/v1/docs">/api/v1/docs</a>.</p>
</html>
`;

/** As the built page has it; the tags of a race take its place. */
const TITLE = /<title>[^<]*<\/title>/;

export type PageServices = Pick<ApiServices, "context" | "views" | "config">;

/**
 * Serves the built Mini App: its hashed assets for ever, everything else to be asked for again, and `index.html` for
 * every route the app has itself. A race's page carries the tags by which links to it are unfurled.
 */
export function serveMiniApp(services: PageServices): Router {
  const folder = services.config.miniAppDir;
  const router = Router();
  // Vite puts a hash of the content into the names below assets/.
  router.use(
    "/assets",
    express.static(join(folder, "assets"), { immutable: true, maxAge: YEAR_MS, index: false, redirect: false }),
  );
  router.use("/assets", () => {
    // A page of an older build asks for what is gone; index.html in its place would be run as a script.
    throw new NotFoundError("There is no such asset.");
  });
  router.use("/og", sharePictures(services));
  router.use(express.static(folder, { index: false, redirect: false, setHeaders: askAgain }));
  router.use(async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new MethodNotAllowedError(["GET", "HEAD"]);
    if (/\.[a-z0-9]{1,5}$/i.test(request.path)) throw new NotFoundError("There is no such file.");
    const page = await readPage(folder);
    if (page === undefined) {
      response.status(503).set("Cache-Control", "no-store").type("html").send(NOT_BUILT);
      return;
    }
    askAgain(response);
    if (request.path.startsWith("/embed/")) allowFraming(response);
    const race = await sharedRace(services, request.path);
    response.type("html").send(race === undefined ? page : page.replace(TITLE, await tagsOf(services, race)));
  });
  return router;
}

/** @returns `undefined` before the first build */
async function readPage(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, "index.html"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The race a page is about, as far as it can be told: the page itself says what is wrong with an address. */
async function sharedRace({ views, context }: PageServices, path: string): Promise<Race | undefined> {
  const id = parseRaceId(/^\/races\/([^/]+)(?:\/verify)?$/.exec(path)?.[1] ?? "");
  if (id === undefined) return undefined;
  try {
    return await views.race(id);
  } catch (error) {
    // Without the database the page still opens and shows what the device has kept.
    if (!(error instanceof NotFoundError)) context.log.warn({ err: error }, "a page is served without share tags");
    return undefined;
  }
}

async function tagsOf({ context, config }: PageServices, race: Race): Promise<() => string> {
  const tags = shareTags(race, { publicUrl: config.publicUrl, brand: await readCommunityName(context) });
  // A function, because a title may hold `$&`, which means something in a replacement text.
  return () => tags;
}

function askAgain(response: Pick<Response, "setHeader">): void {
  response.setHeader("Cache-Control", "no-cache");
}

/** A public board may stand in anybody's page and in streaming software: it knows nobody and does nothing. */
function allowFraming(response: Response): void {
  const policy = String(response.getHeader("Content-Security-Policy"));
  response.setHeader("Content-Security-Policy", policy.replace(/frame-ancestors[^;]*/, "frame-ancestors *"));
}
