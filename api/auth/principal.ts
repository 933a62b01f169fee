import type { ApiScope } from "../../wire/api-keys.js";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";

export interface UserPrincipal {
  kind: "user";
  userId: TelegramUserId;
  sessionId: string;
  /** As of the token, up to ten minutes old; routes with rights get fresh ones. */
  roles: readonly Role[];
  players: readonly PlayerId[];
}

export interface KeyPrincipal {
  kind: "key";
  keyId: string;
  scopes: readonly ApiScope[];
}

/** Who calls. */
export type Principal = { kind: "anonymous" } | UserPrincipal | KeyPrincipal;

/** How the audit log names a caller. */
export function actorOf(principal: Principal): string {
  if (principal.kind === "user") return `user:${principal.userId}`;
  return principal.kind === "key" ? `key:${principal.keyId}` : "anonymous";
}
