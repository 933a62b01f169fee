import { NotFoundError, UnavailableError } from "../../core/errors.js";
import { parseRaceId } from "../../wire/ids.js";
import { share, shareRequest } from "../../wire/sharing.js";
import { personOf, route, SESSION } from "../route.js";

export const shareWithOthers = route({
  method: "post",
  path: "/me/shares",
  access: SESSION,
  group: "Me",
  summary:
    "Prepares a race, or one's own place in it, to be passed on: a message for `shareMessage`, a picture for a story, and a link.",
  input: { body: shareRequest },
  answer: { status: 201, schema: share },
  async handler({ sharing }, call) {
    if (sharing === undefined) throw new UnavailableError("Sharing needs a bot, and this process has none.");
    const race = parseRaceId(call.body.race);
    if (race === undefined) throw new NotFoundError("There is no such race.");
    return { body: await sharing.prepare(personOf(call).userId, { what: call.body.what, race }) };
  },
});
