import type { ChatAdministratorRights } from "@grammyjs/types";
import type { SandboxClock } from "./clock.js";
import type { Faults } from "./faults.js";
import type { InlineDesk } from "./inline-desk.js";
import type { RateLimits } from "./limits.js";
import type { UrlMapping } from "./links.js";
import type { BotProfile } from "./profile.js";
import type { FileStore } from "./state/files.js";
import type { Journal } from "./state/journal.js";
import type { World } from "./state/world.js";
import type { CallbackDesk } from "./callback-desk.js";
import type { LongPolling } from "./updates/polling.js";
import type { UpdateQueue } from "./updates/queue.js";
import type { Webhook } from "./updates/webhook.js";
import type { Activity } from "./activity.js";

/** BotFather's side of the bot, and what stands around it. */
export type CoreConfig = {
  token: string;
  /** BotFather: Group Privacy off. */
  canReadAllGroupMessages: boolean;
  canJoinGroups: boolean;
  supportsInlineQueries: boolean;
  urlMap: readonly UrlMapping[];
  mainAppUrl: string | undefined;
  apps: ReadonlyMap<string, string>;
  /** Rights a group administrator gives when he promotes the bot without choosing. */
  promotedRights: ChatAdministratorRights;
};

/** Built once per sandbox and handed to every method and every verb. */
export type Core = {
  readonly config: CoreConfig;
  readonly clock: SandboxClock;
  readonly world: World;
  readonly journal: Journal;
  readonly profile: BotProfile;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly polling: LongPolling;
  readonly webhook: Webhook;
  readonly callbacks: CallbackDesk;
  readonly inline: InlineDesk;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly activity: Activity;
};
