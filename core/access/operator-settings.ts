import { operatorSettings } from "../../db/schema/access.js";
import type { CoreContext } from "../context.js";

/** Name of the community, shown in the Mini App's header. */
export async function readCommunityName({ db }: Pick<CoreContext, "db">): Promise<string> {
  const [settings] = await db.select({ name: operatorSettings.communityName }).from(operatorSettings).limit(1);
  return settings?.name ?? "GoatedVIPs";
}
