import { admin } from "../../../../../messages/en/admin.js";
import { miniAppAdmin } from "../../../../../messages/en/mini-app-admin.js";
import { miniAppAdminRewards } from "../../../../../messages/en/mini-app-admin-rewards.js";
import { miniAppDesks } from "../../../../../messages/en/mini-app-desks.js";
import type { AdminTexts } from "./text-catalogue.js";

export const texts: AdminTexts = {
  desk: { ...miniAppAdmin, ...miniAppDesks },
  staff: admin,
  rewards: miniAppAdminRewards,
};
