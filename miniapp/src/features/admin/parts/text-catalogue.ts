import type { admin } from "../../../../../messages/en/admin.js";
import type { MiniAppAdminRewardsMessages } from "../../../../../messages/en/mini-app-admin-rewards.js";
import type { MiniAppAdminMessages } from "../../../../../messages/en/mini-app-admin.js";
import type { MiniAppDesksMessages } from "../../../../../messages/en/mini-app-desks.js";

export interface AdminTexts {
  desk: MiniAppAdminMessages & MiniAppDesksMessages;
  /** What the bot's panels say: one word for one thing. */
  staff: typeof admin;
  rewards: MiniAppAdminRewardsMessages;
}
