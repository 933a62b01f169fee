import { on, postEvent, supports, type EventName, type MethodName } from "@telegram-apps/sdk-react";
import type { Sharing } from "../lib/host.js";

export interface SharingLaunch {
  /** Of the Mini App platform, such as `9.1`. */
  version: string;
  /** Only Premium puts links into stories. */
  isPremium: boolean;
}

/** A client that takes a request and never answers must not keep a button busy for ever. */
const ANSWER_WAIT_MS = 120_000;
const CHECK_WAIT_MS = 2_000;
const TEXT_MAX = 200;

/** Posts a request and waits for the first of its answers. @returns `undefined` when none comes in time */
function ask<Outcome>(
  post: () => void,
  answers: Partial<Record<EventName, (payload: unknown) => Outcome>>,
  waitMs: number,
): Promise<Outcome | undefined> {
  return new Promise((resolve) => {
    const leave: (() => void)[] = [];
    const end = (outcome: Outcome | undefined): void => {
      clearTimeout(timer);
      for (const each of leave) each();
      resolve(outcome);
    };
    const timer = setTimeout(() => end(undefined), waitMs);
    for (const [name, read] of Object.entries(answers)) {
      if (isEventName(name)) leave.push(on(name, (payload?: unknown) => end(read(payload))));
    }
    post();
  });
}

function isEventName(name: string): name is EventName {
  return name !== "";
}

/** Passing things on, in the protocol's own words; fetched with the first share sheet. */
export function createSharing({ version, isPremium }: SharingLaunch): Sharing {
  const can = (method: MethodName): boolean => supports(method, version);
  return {
    canSendMessages: can("web_app_send_prepared_message"),
    canPostStories: can("web_app_share_to_story"),
    async sendMessage(id) {
      const outcome = await ask(
        () => postEvent("web_app_send_prepared_message", { id }),
        {
          prepared_message_sent: () => "sent" as const,
          prepared_message_failed: (payload) => (errorOf(payload) === "USER_DECLINED" ? "declined" : "failed"),
        },
        ANSWER_WAIT_MS,
      );
      return outcome ?? "failed";
    },
    postStory({ picture, text, link }) {
      postEvent("web_app_share_to_story", {
        media_url: picture,
        text: text.slice(0, TEXT_MAX),
        ...(isPremium ? { widget_link: { url: link } } : {}),
      });
    },
    async canAddToHomeScreen() {
      if (!can("web_app_check_home_screen")) return false;
      const status = await ask(
        () => postEvent("web_app_check_home_screen"),
        { home_screen_checked: statusOf },
        CHECK_WAIT_MS,
      );
      // "unknown" is a client that can add but cannot tell whether it has.
      return status === "missed" || status === "unknown";
    },
    async addToHomeScreen() {
      const added = await ask(
        () => postEvent("web_app_add_to_home_screen"),
        { home_screen_added: () => true, home_screen_failed: () => false },
        ANSWER_WAIT_MS,
      );
      return added ?? false;
    },
  };
}

function errorOf(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "error" in payload ? payload.error : undefined;
}

function statusOf(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "status" in payload ? payload.status : undefined;
}
