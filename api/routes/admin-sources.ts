import * as z from "zod/mini";
import { createSource, sourceModes } from "../../core/sources/create-source.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { isSilent, readSourceHealth } from "../../core/sources/source-health.js";
import { instantText } from "../../wire/scalars.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";

const sourceParams = z.object({ slug: z.string().check(z.maxLength(40)) });

const newSource = z
  .strictObject({ slug: z.string(), name: z.string(), mode: z.enum(sourceModes) })
  .register(z.globalRegistry, { id: "CreateSource" });

const createdSource = z
  .object({
    slug: z.string(),
    /** Shown this once. */
    secret: z.string(),
  })
  .register(z.globalRegistry, { id: "CreatedSource" });

const rotatedSecret = z
  .object({ secret: z.string(), previousExpiresAt: instantText })
  .register(z.globalRegistry, { id: "RotatedSecret" });

const sourceHealth = z
  .object({
    slug: z.string(),
    name: z.string(),
    mode: z.enum(sourceModes),
    lastAcceptedAt: z.nullable(instantText),
    /** True when nothing came for longer than `staleAfterSeconds`, or nothing ever. */
    stale: z.boolean(),
    staleAfterSeconds: z.int(),
    openDeadLetters: z.int(),
    secrets: z.array(
      z.object({
        state: z.enum(["current", "previous"]),
        lastUsedAt: z.nullable(instantText),
        expiresAt: z.nullable(instantText),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "SourceHealth" });

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

/** PostgreSQL writes instants inside JSON with an offset of its own. */
function isoOrNull(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
