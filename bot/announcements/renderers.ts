import { BROADCAST_KIND } from "../../core/announcements/broadcasts.js";
import { DAILY_DIGEST_KIND } from "../../core/announcements/daily-digest.js";
import { GROUP_ANNOUNCEMENT_KIND } from "../../core/announcements/group-announcement.js";
import { OWN_RESULT_KIND, RACE_START_KIND } from "../../core/announcements/own-race-news.js";
import { OVERTAKEN_KIND, PLACES_DIGEST_KIND } from "../../core/announcements/paid-places.js";
import { PRIZE_NEWS_KIND } from "../../core/announcements/prize-news.js";
import { RACE_NEWS_KIND } from "../../core/announcements/race-news.js";
import { CASE_NOTICE_KIND } from "../../core/disputes/tell-decision.js";
import { LINK_NOTICE_KIND } from "../../core/links/link-notices.js";
import { WAGER_REMINDER_KIND } from "../../core/people/wager-reminders.js";
import { ENTRY_REJECTED_KIND } from "../../core/rewards/challenge-entries.js";
import { CHALLENGE_POST_KIND } from "../../core/rewards/challenges.js";
import { DROP_CODE_KIND } from "../../core/rewards/claim-drop.js";
import { DROP_POST_KIND } from "../../core/rewards/drops.js";
import { TIER_NEWS_KIND } from "../../core/rewards/judge-tiers.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import { broadcastRenderer, groupAnnouncementRenderer } from "./broadcast-renderer.js";
import { casePost } from "./case-post.js";
import { dailyDigestPost } from "./daily-digest-post.js";
import { linkPost } from "./link-post.js";
import { overtakenPost } from "./overtaken-post.js";
import { ownResultPost } from "./own-result-post.js";
import { personalRenderer } from "./personal.js";
import { placesDigestRenderer } from "./places-digest-renderer.js";
import { prizePost } from "./prize-post.js";
import { raceNewsRenderer } from "./race-news-renderer.js";
import { raceStartPost } from "./race-start-post.js";
import { challengePostRenderer, entryPost } from "../rewards/challenge-posts.js";
import { dropCodeRenderer, dropPostRenderer } from "../rewards/drop-renderers.js";
import { tierPost } from "../rewards/tier-post.js";
import { wagerReminderPost } from "./wager-reminder-post.js";

/** Renderers of what the bot says by itself, by the kind of their messages. */
export function newsRenderers(services: BotServices): [kind: string, renderer: Renderer][] {
  const { pictures } = services;
  const deps = { core: services.core, pictures };
  return [
    [RACE_NEWS_KIND, raceNewsRenderer(services, pictures)],
    [PLACES_DIGEST_KIND, placesDigestRenderer(services, pictures)],
    [OVERTAKEN_KIND, personalRenderer(deps, "rank", (message, to) => overtakenPost(services, message, to))],
    [RACE_START_KIND, personalRenderer(deps, "races", (message, to) => raceStartPost(services, message, to))],
    [OWN_RESULT_KIND, personalRenderer(deps, "results", (message, to) => ownResultPost(services, message, to))],
    [DAILY_DIGEST_KIND, personalRenderer(deps, "digest", (_message, to) => dailyDigestPost(services, to))],
    [PRIZE_NEWS_KIND, personalRenderer(deps, "prizes", (message, to) => prizePost(services, message, to))],
    [DROP_POST_KIND, dropPostRenderer(services)],
    [DROP_CODE_KIND, dropCodeRenderer(services)],
    [CHALLENGE_POST_KIND, challengePostRenderer(services, pictures)],
    [ENTRY_REJECTED_KIND, personalRenderer(deps, null, (message, to) => entryPost(services, message, to))],
    [TIER_NEWS_KIND, personalRenderer(deps, "rewards", (message, to) => tierPost(services, message, to))],
    [LINK_NOTICE_KIND, personalRenderer(deps, null, (message, to) => linkPost(services, message, to))],
    [CASE_NOTICE_KIND, personalRenderer(deps, null, (message, to) => casePost(services, message, to))],
    [WAGER_REMINDER_KIND, personalRenderer(deps, null, (message, to) => wagerReminderPost(services, message, to))],
    [BROADCAST_KIND, broadcastRenderer(services, pictures)],
    [GROUP_ANNOUNCEMENT_KIND, groupAnnouncementRenderer(services, pictures)],
  ];
}
