import { ACCESS_TOKEN_SECONDS } from "../../core/access/access-tokens.js";
import { readProfile, type Profile } from "../../core/access/signed-in-user.js";
import type { OpenedSession } from "../../core/access/sessions.js";
import type { Session, SignedInUser } from "../../wire/auth.js";
import { formatPlayerId } from "../../wire/ids.js";
import type { ApiServices } from "../services.js";

/** Tokens and profile of a session that was just opened or refreshed. */
export async function grantSession(
  { context, tokens }: Pick<ApiServices, "context" | "tokens">,
  opened: OpenedSession,
): Promise<Session> {
  const profile = await readProfile(context, opened.userId);
  const accessToken = await tokens.sign({
    userId: opened.userId,
    sessionId: opened.sessionId,
    roles: profile.roles,
    players: profile.players.map((player) => player.id),
  });
  return {
    accessToken,
    expiresIn: ACCESS_TOKEN_SECONDS,
    refreshToken: opened.refreshToken,
    user: showProfile(profile),
  };
}

/** A person as he sees himself: his player is named in full. */
export function showProfile(profile: Profile): SignedInUser {
  const [player] = profile.players;
  return {
    id: String(profile.id),
    firstName: profile.firstName,
    username: profile.username,
    languageCode: profile.languageCode,
    roles: profile.roles,
    player: player === undefined ? null : showPlayer(profile, player),
  };
}

export function showPlayer(profile: Profile, player: Profile["players"][number]): { id: string; name: string } {
  const id = formatPlayerId(player.id);
  return { id, name: profile.alias ?? player.name ?? id };
}
