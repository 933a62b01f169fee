/** Kind of the outbox messages that say what a group's administrator wrote. */
export const GROUP_ANNOUNCEMENT_KIND = "group_announcement";

/** Telegram takes 4,096 letters, our sign included. */
export const MAX_ANNOUNCEMENT_LENGTH = 4_000;
