import { startServer, type ServerProcess } from "../child.js";
import type { Field } from "../boards/field.js";
import { BOT_TOKEN } from "./sign-in.js";

/** What the measures of the feed share. */
export interface FeedSitting {
  /** A durable database with a live race of 10,000 players. */
  readonly field: Field;
  readonly rounds: number;
  readonly seconds: number;
  readonly tell: (line: string) => void;
}

/** @param isPaced false for the control that answers handshakes as they come */
export function startFeedApi({ stage }: Field, isPaced = true): Promise<ServerProcess> {
  return startServer("feed/api-process", [stage.url, stage.secretsKey, BOT_TOKEN, isPaced ? "paced" : "unpaced"]);
}

export function helloTo({ race }: Field, token?: string): object {
  return { t: "hello", subscribe: [`race:${race}`], ...(token === undefined ? {} : { token }) };
}
