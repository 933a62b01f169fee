import * as z from "zod/mini";
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from "../../core/access/api-keys.js";
import { createdKey, createKey, keyList, rotatedKey } from "../../wire/api-keys.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";

const keyParams = z.object({ id: z.string() });

export const listKeys = route({
  method: "get",
  path: "/admin/keys",
  access: admin("owner"),
  group: "API keys",
  summary: "API keys, newest first, without their secrets.",
  input: {},
  answer: { status: 200, schema: keyList },
  async handler({ context }) {
    const keys = await listApiKeys(context);
    return {
      body: {
        keys: keys.map((key) => ({
          ...key,
          createdAt: key.createdAt.toISOString(),
          expiresAt: key.expiresAt?.toISOString() ?? null,
          revokedAt: key.revokedAt?.toISOString() ?? null,
          lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
        })),
      },
    };
  },
});

export const addKey = route({
  method: "post",
  path: "/admin/keys",
  access: admin("owner"),
  group: "API keys",
  summary: "Makes an API key; its text is shown this once.",
  audit: "key.create",
  input: { body: createKey },
  answer: { status: 201, schema: createdKey },
  async handler({ context }, { body, principal, requestId }) {
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    const made = await createApiKey(context, { ...body, expiresAt }, { actor: actorOf(principal), requestId });
    return { body: made, audited: { isWritten: true } };
  },
});

export const revokeKey = route({
  method: "delete",
  path: "/admin/keys/:id",
  access: admin("owner"),
  group: "API keys",
  summary: "Ends an API key at once.",
  audit: "key.revoke",
  input: { params: keyParams },
  answer: { status: 204 },
  async handler({ context }, { params, principal, requestId }) {
    await revokeApiKey(context, params.id, { actor: actorOf(principal), requestId });
    return { body: undefined, audited: { isWritten: true } };
  },
});

export const rotateKey = route({
  method: "post",
  path: "/admin/keys/:id/rotate",
  access: admin("owner"),
  group: "API keys",
  summary: "Makes the successor of a key; both count for 24 hours.",
  audit: "key.rotate",
  input: { params: keyParams },
  answer: { status: 200, schema: rotatedKey },
  async handler({ context }, { params, principal, requestId }) {
    const made = await rotateApiKey(context, params.id, { actor: actorOf(principal), requestId });
    return {
      body: { ...made, previousExpiresAt: made.previousExpiresAt.toISOString() },
      audited: { isWritten: true },
    };
  },
});
