import * as z from "zod/mini";
import { explainWager } from "../../core/ledger/explain-wager.js";
import { createSource } from "../../core/sources/create-source.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { isSilent, readSourceHealth } from "../../core/sources/source-health.js";
import { createdSource, newSource, rotatedSecret, sourceHealth, wagerExplanation } from "../../wire/admin-sources.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";

const sourceParams = z.object({ slug: z.string().check(z.maxLength(40)) });

export const addSource = route({
  method: "post",
  path: "/admin/sources",
  access: admin("owner", "admin"),
  group: "Sources",
  summary: "Makes a source that may post to the receiver; its secret is shown this once.",
  audit: "source.create",
  input: { body: newSource },
  answer: { status: 201, schema: createdSource },
  async handler({ context }, { body, principal, requestId }) {
    const { slug, secret } = await createSource(context, body, { actor: actorOf(principal), requestId });
    return { body: { slug, secret }, audited: { isWritten: true } };
  },
});

export const rotateSourceSecret = route({
  method: "post",
  path: "/admin/sources/:slug/rotate",
  access: admin("owner", "admin"),
  group: "Sources",
  summary: "Gives a source a new secret; the one before it verifies until `previousExpiresAt`.",
  audit: "source.rotate",
  input: { params: sourceParams },
  answer: { status: 200, schema: rotatedSecret },
  async handler({ context }, { params, principal, requestId }) {
    const acting = { actor: actorOf(principal), requestId };
    const { secret, previousExpiresAt } = await rotateSecret(context, params.slug, {}, acting);
    return { body: { secret, previousExpiresAt: previousExpiresAt.toISOString() }, audited: { isWritten: true } };
  },
});

export const showSourceHealth = route({
  method: "get",
  path: "/admin/sources/:slug/health",
  access: admin("owner", "admin", "moderator"),
  group: "Sources",
  summary: "When data last came, what waits in the dead letters, and which secrets are live.",
  input: { params: sourceParams },
  answer: { status: 200, schema: sourceHealth },
  async handler({ context }, { params }) {
    const found = await readSourceHealth(context, params.slug);
    const { lastAcceptedAt, secrets, ...health } = found;
    return {
      body: {
        ...health,
        lastAcceptedAt: lastAcceptedAt?.toISOString() ?? null,
        stale: isSilent(found, context.clock.now()),
        secrets: secrets.map(({ state, lastUsedAt, expiresAt }) => ({
          state,
          lastUsedAt: isoOrNull(lastUsedAt),
          expiresAt: isoOrNull(expiresAt),
        })),
      },
    };
  },
});

export const explainOneWager = route({
  method: "get",
  path: "/admin/sources/:slug/wagers/:wager",
  access: admin("owner", "admin", "finance", "moderator"),
  group: "Sources",
  summary: "Every entry of the ledger about one wager, first to last: settled, corrected, taken back.",
  input: { params: z.extend(sourceParams, { wager: z.string() }) },
  answer: { status: 200, schema: wagerExplanation },
  async handler({ context }, { params }) {
    return { body: await explainWager(context, params.slug, params.wager) };
  },
});

/** PostgreSQL writes instants inside JSON with an offset of its own. */
function isoOrNull(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
