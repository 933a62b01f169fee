import { admin } from "../../../../../messages/de/admin.js";
import { miniAppAdmin } from "../../../../../messages/de/mini-app-admin.js";
import { miniAppAdminRewards } from "../../../../../messages/de/mini-app-admin-rewards.js";
import { miniAppDesks } from "../../../../../messages/de/mini-app-desks.js";
import type { AdminTexts } from "./text-catalogue.js";

export const texts: AdminTexts = {
  desk: { ...miniAppAdmin, ...miniAppDesks },
  staff: admin,
  rewards: miniAppAdminRewards,
};
