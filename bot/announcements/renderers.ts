import { RACE_NEWS_KIND } from "../../core/announcements/race-news.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import { createSharedPictures } from "../pictures/shared-pictures.js";
import { raceNewsRenderer } from "./race-news-renderer.js";

/** Renderers of what the bot says by itself, by the kind of their messages. */
export function newsRenderers(services: BotServices): [kind: string, renderer: Renderer][] {
  const pictures = createSharedPictures(services.core.log);
  return [[RACE_NEWS_KIND, raceNewsRenderer(services, pictures)]];
}
