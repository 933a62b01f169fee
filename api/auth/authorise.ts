import { readLiveSession } from "../../core/access/sessions.js";
import { ForbiddenError, UnauthorizedError } from "../../core/errors.js";
import type { Access } from "../route.js";
import type { ApiServices } from "../services.js";
import type { Principal, UserPrincipal } from "./principal.js";

/**
 * Decides by the route's entry in the matrix. Rights come from the database, not from the token, and so does, where
 * rights or money are at stake, whether the session still lives.
 * @throws UnauthorizedError or ForbiddenError
 */
export async function authorise(
  { context }: Pick<ApiServices, "context">,
  access: Access,
  principal: Principal,
): Promise<Principal> {
  if (access.kind === "public" || access.kind === "init-data") return principal;
  if (principal.kind === "anonymous") throw new UnauthorizedError("Sign in first.", "no_token");
  if (access.kind === "session") {
    if (principal.kind === "key") throw new ForbiddenError("This path is for people: API keys have no self.");
    if (access.isCertain === true) await liveSession(context, principal);
    return principal;
  }
  if (principal.kind === "key") {
    if (!principal.scopes.includes("admin")) throw new ForbiddenError("This API key lacks the scope `admin`.");
    return principal;
  }
  const live = await liveSession(context, principal);
  if (!live.roles.some((role) => access.roles.includes(role)))
    throw new ForbiddenError(`This path is for the roles ${access.roles.join(", ")}.`);
  return { ...principal, roles: live.roles };
}

async function liveSession(context: ApiServices["context"], { sessionId }: UserPrincipal) {
  const live = await readLiveSession(context, sessionId);
  if (live === undefined) throw new UnauthorizedError("This session has ended: sign in again.", "session_ended");
  return live;
}
