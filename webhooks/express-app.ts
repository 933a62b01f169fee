import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { Log } from "../core/log.js";
import { answerProblem } from "./answer.js";
import type { TelegramDoor } from "./telegram-door.js";

/** Everything on the receiver's port that is not hot. */
export function createExpressApp(log: Log, telegram: TelegramDoor | undefined): Express {
  const app = express();
  app.disable("x-powered-by");
  // The event loop only: a database outage must not make a platform restart every process.
  app.get("/livez", (_req, res) => void res.type("text/plain").send("ok"));
  if (telegram !== undefined) app.post("/telegram/:secret", (req, res) => telegram(req, res, req.path));
  app.use((_req: Request, res: Response) => answerProblem(res, 404, "There is no such path."));
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    log.error({ err: error }, "a request failed");
    answerProblem(res, 500, "Something went wrong here.");
  });
  return app;
}
