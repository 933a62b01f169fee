import { readCommunityName } from "../../core/access/operator-settings.js";
import { clientConfig } from "../../wire/client-config.js";
import { PUBLIC, route } from "../route.js";

export const readClientConfig = route({
  method: "get",
  path: "/client-config",
  access: PUBLIC,
  group: "Service",
  summary: "What the Mini App must know before it starts.",
  input: {},
  answer: { status: 200, schema: clientConfig },
  async handler({ context, config }) {
    return {
      body: {
        communityName: await readCommunityName(context),
        botUsername: config.botUsername(),
        miniAppName: config.miniAppName ?? null,
        sandboxOrigin: config.sandboxOrigin ?? null,
        serverNow: context.clock.now().toISOString(),
      },
    };
  },
});
