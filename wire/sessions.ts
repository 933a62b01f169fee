import * as z from "zod/mini";
import { instantText } from "./scalars.js";

const deviceSession = {
  id: z.string(),
  createdAt: instantText,
  usedAt: instantText,
  expiresAt: instantText,
  userAgent: z.nullable(z.string()),
  address: z.nullable(z.string()),
};

/** Somebody's live sessions, for administrators. */
export const personSessions = z
  .object({ sessions: z.array(z.object(deviceSession)) })
  .register(z.globalRegistry, { id: "PersonSessions" });
