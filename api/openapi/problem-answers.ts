import { PROBLEMS } from "../http/problem.js";
import type { Route } from "../route.js";

type Json = Record<string, unknown>;

/** When each kind of error is answered, and an example of its `detail`. */
const WORDS: Readonly<Record<string, { when: string; detail: string; more?: Json }>> = {
  invalid_input: {
    when: "The input does not fit: `errors` names each field.",
    detail: "The input is not valid.",
    more: { errors: [{ path: "title", message: "Too small: expected string to have >=1 characters" }] },
  },
  unauthorized: {
    when: "The token or key is missing, wrong or has ended; also where anybody may ask, when one was sent that does not count.",
    detail: "The access token is not valid or has expired: refresh it or sign in again.",
  },
  forbidden: { when: "Signed in, but not allowed.", detail: "This path is for the roles owner, admin." },
  not_found: { when: "There is no such thing, or it is somebody else's.", detail: "There is no race with this id." },
  method_not_allowed: { when: "The path knows other methods.", detail: "This path knows GET, HEAD only." },
  conflict: {
    when: "The present state does not allow it: `allowed` names what it does allow.",
    detail: "The prize has been claimed already.",
    more: { allowed: ["confirm"] },
  },
  payload_too_large: { when: "The body is too large.", detail: "The body is larger than 100 KB." },
  unsupported_media_type: {
    when: "The body is not plain JSON.",
    detail: "Send the body as `Content-Type: application/json`.",
  },
  rate_limited: {
    when: "Too many requests: `Retry-After` says when to go on.",
    detail: "Too many requests: wait 42 s.",
  },
  internal: { when: "A fault of the server, which its log explains under the `requestId`.", detail: "" },
  unavailable: {
    when: "Not available just now: `Retry-After` says when to try again.",
    detail: "The database cannot be reached just now. Try again soon.",
  },
};

const RETRY_AFTER = { "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 1 } } };

/** The answer of each kind of error, by its code, with an example. */
export function problemAnswers(schema: string): Record<string, Json> {
  return Object.fromEntries(
    [...PROBLEMS].map(([code, { status, title }]) => {
      const { when = "", detail = "", more } = WORDS[code] ?? {};
      const example = {
        type: `/api/v1/docs#${code}`,
        title,
        status,
        requestId: "01a231b6-f437-7122-a162-685a22c47cd1",
        ...(detail !== "" && { detail }),
        ...more,
      };
      const hasToWait = status === 429 || status === 503;
      const content = { "application/problem+json": { schema: { $ref: schema }, example } };
      return [code, { description: when, ...(hasToWait && { headers: RETRY_AFTER }), content }];
    }),
  );
}

/** Codes of the errors that a route is known to answer; any other is the document's default. */
export function problemsOf({ access, input, method }: Pick<Route, "access" | "input" | "method">): string[] {
  const isAct = method !== "get";
  const expected: Record<string, boolean> = {
    invalid_input: Object.keys(input).length > 0,
    unauthorized: true,
    forbidden: access.kind !== "public",
    not_found: input.params !== undefined,
    conflict: isAct && input.params !== undefined && access.kind !== "public",
    payload_too_large: input.body !== undefined,
    unsupported_media_type: input.body !== undefined,
    rate_limited: true,
    unavailable: true,
  };
  return Object.keys(expected).filter((code) => expected[code]);
}
