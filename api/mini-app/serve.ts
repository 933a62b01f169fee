import express, { Router, type Response } from "express";
import { join } from "node:path";
import { NotFoundError } from "../../core/errors.js";
import { MethodNotAllowedError } from "../http/http-errors.js";

const YEAR_MS = 31_536_000_000;

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mini App is not built</title>
<h1>The Mini App is not built yet</h1>
<p>Run <code>npm start</code>, which builds what is missing, or <code>npm run dev</code>, and load this page again.</p>
<p>The API itself runs: <a href="/api/v1/docs">/api/v1/docs</a>.</p>
</html>
`;

/**
 * Serves the built Mini App: its hashed assets for ever, everything else to be asked for again, and `index.html` for
 * every route the app has itself.
 */
export function serveMiniApp(folder: string): Router {
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
  router.use(express.static(folder, { index: false, redirect: false, setHeaders: askAgain }));
  router.use((request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new MethodNotAllowedError(["GET", "HEAD"]);
    if (/\.[a-z0-9]{1,5}$/i.test(request.path)) throw new NotFoundError("There is no such file.");
    askAgain(response);
    response.sendFile("index.html", { root: folder, cacheControl: false }, (error) => {
      if (error === undefined || error === null) return;
      if (!("code" in error) || error.code !== "ENOENT" || response.headersSent) return next(error);
      response.status(503).set("Cache-Control", "no-store").type("html").send(NOT_BUILT);
    });
  });
  return router;
}

function askAgain(response: Pick<Response, "setHeader">): void {
  response.setHeader("Cache-Control", "no-cache");
}
