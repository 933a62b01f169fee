import { clientError } from "../../wire/client-error.js";
import { addressKey } from "../../wire/client-address.js";
import { refuseWhenSpent } from "../http/rate-limits.js";
import { PUBLIC, route } from "../route.js";

/** What follows the path of an address: in the Mini App's own it is Telegram's launch data. */
const AFTER_PATH = /(\w:\/\/[^\s?#)]*)[?#][^\s)]*/g;

export const tellClientError = route({
  method: "post",
  path: "/client-errors",
  access: PUBLIC,
  group: "Service",
  summary: "Tells of a fault that the Mini App met; it is written to the log.",
  input: { body: clientError },
  answer: { status: 204 },
  async handler({ context, limits }, { address, body: { message, stack, page }, requestId, userAgent }) {
    refuseWhenSpent(await limits.take("clientErrors", addressKey(address)));
    const fields = { message: harmless(message), stack: stack && harmless(stack), page, userAgent };
    context.log.warn({ req_id: requestId, client: fields }, "the Mini App failed on somebody's device");
    return { body: undefined };
  },
});

/** Line breaks and colours are escaped by the log itself, which also takes out what looks like one of our secrets. */
function harmless(text: string): string {
  return text.replace(AFTER_PATH, "$1");
}
