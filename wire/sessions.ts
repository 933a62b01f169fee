import * as z from "zod/mini";
import { instantText } from "./scalars.js";

const deviceSession = z.object({
  id: z.string(),
  createdAt: instantText,
  usedAt: instantText,
  expiresAt: instantText,
  userAgent: z.nullable(z.string()),
  address: z.nullable(z.string()),
});

/** Somebody's live sessions, for administrators. */
export const personSessions = z
  .object({ sessions: z.array(deviceSession) })
  .register(z.globalRegistry, { id: "PersonSessions" });

/** One's own live sessions; `isCurrent` is the one that asks. */
export const sessionList = z
  .object({ sessions: z.array(z.extend(deviceSession, { isCurrent: z.boolean() })) })
  .register(z.globalRegistry, { id: "SessionList" });
