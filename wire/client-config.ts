import * as z from "zod/mini";

/** What the Mini App must know before it starts; `GET /api/v1/client-config`, public. */
export const clientConfig = z
  .object({
    communityName: z.string(),
    /** User name of the bot, for "Open in Telegram" links; null while it is not known. */
    botUsername: z.nullable(z.string()),
    /** Short name of the Mini App for `t.me/<bot>/<app>` links; null means the bot's main Mini App. */
    miniAppName: z.nullable(z.string()),
    /** Origin of the Telegram sandbox that may frame the app; null outside the sandbox. */
    sandboxOrigin: z.nullable(z.string()),
    serverNow: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: "ClientConfig" });
export type ClientConfig = z.infer<typeof clientConfig>;
