import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../core/log.js";
import { answerProblem } from "./answer.js";

/** Takes an update that Telegram posts to `/telegram/<secret>`; it checks the secret and answers by itself. */
export type TelegramWebhook = (req: IncomingMessage, res: ServerResponse, secret: string) => void;

/** Everything on the receiver's port that is not hot. */
export function createExpressApp(log: Log, telegramWebhook: TelegramWebhook | undefined): Express {
  const app = express();
  app.disable("x-powered-by");
  // The event loop only: a database outage must not make a platform restart every process.
  app.get("/livez", (_req, res) => void res.type("text/plain").send("ok"));
  if (telegramWebhook !== undefined) {
    app.post("/telegram/:secret", (req, res) => telegramWebhook(req, res, req.params.secret));
  }
  app.use((_req: Request, res: Response) => answerProblem(res, 404, "There is no such path."));
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    log.error({ err: error }, "a request failed");
    answerProblem(res, 500, "Something went wrong here.");
  });
  return app;
}
