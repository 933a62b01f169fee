import * as z from "zod/mini";
import { instantText, role } from "./scalars.js";

export const person = z
  .object({
    /** Telegram's number. */
    id: z.string(),
    firstName: z.string(),
    lastName: z.nullable(z.string()),
    username: z.nullable(z.string()),
    alias: z.nullable(z.string()),
    roles: z.array(role),
    canBeMessaged: z.boolean(),
    createdAt: instantText,
    seenAt: instantText,
    bannedAt: z.nullable(instantText),
    erasedAt: z.nullable(instantText),
    /** Casino accounts proven to be his. */
    players: z.array(z.object({ id: z.string(), name: z.nullable(z.string()), source: z.string() })),
  })
  .register(z.globalRegistry, { id: "Person" });

export const personList = z
  .object({ people: z.array(person), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "PersonList" });

/** Body of `POST /api/v1/admin/users/:id/roles`. */
export const grantRole = z.strictObject({ role }).register(z.globalRegistry, { id: "GrantRole" });

export const endedSessions = z.object({ sessions: z.int() }).register(z.globalRegistry, { id: "EndedSessions" });

export const auditList = z
  .object({
    acts: z.array(
      z.object({
        id: z.string(),
        at: instantText,
        /** `user:<telegram id>`, `key:<api key id>`, `cli` or `system`. */
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        detail: z.unknown(),
        requestId: z.nullable(z.string()),
      }),
    ),
    nextCursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "AuditList" });
