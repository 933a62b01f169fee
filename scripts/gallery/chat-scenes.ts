import type { Page } from "playwright-core";
import type { Seat, Step } from "./chat-page.js";

/** One picture of the bot in a chat. */
export interface Scene extends Seat {
  name: string;
  title: string;
  steps: readonly Step[];
}

const dialog = (page: Page) => page.getByTestId("new-group-dialog");
/** A form that the scene before left open would take the next command for an answer. */
const CANCEL: Step = { says: "/cancel" };

/** Bruno's chats, in the order in which a newcomer meets them. */
const PLAYER: readonly Scene[] = [
  { name: "welcome", title: "Welcome", person: "Bruno", chat: "bot", steps: [{ says: "/start" }] },
  { name: "commands", title: "Commands", person: "Bruno", chat: "bot", steps: [{ types: "/" }] },
  { name: "race", title: "The race", person: "Bruno", chat: "bot", steps: [{ says: "/race" }] },
  { name: "group", title: "The race in a group", person: "Bruno", chat: "supergroup", steps: [{ says: "/race" }] },
  { name: "board", title: "Leaderboard", person: "Bruno", chat: "bot", steps: [{ says: "/leaderboard week" }] },
  { name: "me", title: "One's own place", person: "Bruno", chat: "bot", steps: [{ says: "/me" }] },
  { name: "why", title: "Why this place", person: "Bruno", chat: "bot", steps: [{ says: "/why" }] },
  {
    name: "card",
    title: "One's own place as a picture",
    person: "Bruno",
    chat: "bot",
    steps: [{ says: "/me" }, { presses: /As a picture/ }],
  },
  {
    name: "lanes",
    title: "Lanes",
    person: "Bruno",
    chat: "bot",
    steps: [{ says: "/race" }, { presses: /Lanes/ }],
  },
  {
    name: "predict",
    title: "Predict the podium",
    person: "Bruno",
    chat: "bot",
    steps: [{ says: "/race" }, { presses: /Predict the podium/ }],
  },
  { name: "rewards", title: "Rewards", person: "Bruno", chat: "bot", steps: [{ says: "/rewards" }] },
  { name: "link", title: "Linked accounts", person: "Bruno", chat: "bot", steps: [{ says: "/link" }] },
  { name: "settings", title: "Settings", person: "Bruno", chat: "bot", steps: [{ says: "/settings" }] },
  {
    name: "messages",
    title: "Settings: messages",
    person: "Bruno",
    chat: "bot",
    steps: [{ says: "/settings" }, { presses: /Messages from me/ }],
  },
  {
    name: "limits",
    title: "Settings: limits and breaks",
    person: "Bruno",
    chat: "bot",
    steps: [{ says: "/settings" }, { presses: /Limits and breaks/ }],
  },
  {
    name: "inline",
    title: "Inline mode",
    person: "Bruno",
    chat: "supergroup",
    steps: [{ types: "@goatedvips_sandbox_bot " }],
  },
];

/** Alice runs the place. */
const ADMINISTRATOR: readonly Scene[] = [
  { name: "admin", title: "Administration", person: "Alice", chat: "bot", steps: [CANCEL, { says: "/admin" }] },
  {
    name: "onboarding",
    title: "The bot comes to a group",
    person: "Alice",
    chat: "list",
    steps: [
      { clicks: (page) => page.getByTestId("new-group") },
      { fills: (page) => dialog(page).getByRole("textbox"), with: "Night Shift" },
      { clicks: (page) => dialog(page).getByRole("button", { name: "Create" }) },
    ],
  },
  {
    name: "setup",
    title: "Settings of a group",
    person: "Alice",
    chat: "supergroup",
    steps: [
      { says: "/setup" },
      { presses: /Set up/ },
      { clicks: (page) => page.getByRole("button", { name: "Start", exact: true }).last() },
    ],
  },
  {
    name: "wizard",
    title: "The race wizard",
    person: "Alice",
    chat: "bot",
    steps: [CANCEL, { says: "/newrace" }, { says: "December Sprint" }],
  },
  {
    name: "preview",
    title: "Preview and what-if",
    person: "Alice",
    chat: "bot",
    steps: [
      CANCEL,
      { says: "/newrace" },
      { says: "December Sprint" },
      { says: "tomorrow 18:00" },
      { presses: /After 7 days/ },
      { says: "500 250 100" },
    ],
  },
  {
    name: "broadcast",
    title: "Broadcast",
    person: "Alice",
    chat: "bot",
    steps: [
      CANCEL,
      { says: "/broadcast" },
      { says: "The race ends on Saturday. Who sits on the fence?" },
      { presses: /Everybody/ },
    ],
  },
  { name: "sources", title: "Sources", person: "Alice", chat: "bot", steps: [CANCEL, { says: "/sources" }] },
];

export const WHILE_LIVE: readonly Scene[] = [...PLAYER, ...ADMINISTRATOR];

const OF_THE_RACE = /Goat Lounge Weekly/;

/** Alice ends the race and settles it. */
export const ENDING: readonly Step[] = [
  CANCEL,
  { says: "/races" },
  { presses: OF_THE_RACE },
  { presses: /End now/ },
  { says: "The stream is over" },
  { presses: /End it now/ },
  { says: "/settle" },
  { presses: OF_THE_RACE },
  { presses: /^✅ Settle/ },
];

export const WHILE_PROVISIONAL: readonly Scene[] = [
  {
    name: "settle",
    title: "A result to check",
    person: "Alice",
    chat: "bot",
    steps: [{ says: "/settle" }, { presses: OF_THE_RACE }],
  },
  { name: "own-result", title: "One's own result", person: "Bruno", chat: "bot", steps: [] },
];

/** Alice makes the result final. */
export const FINAL: readonly Step[] = [
  { says: "/settle" },
  { presses: OF_THE_RACE },
  { presses: /Check and make final/ },
  { presses: /Make final/ },
];

export const WHEN_FINAL: readonly Scene[] = [
  { name: "result", title: "The result in a group", person: "Bruno", chat: "supergroup", steps: [] },
  { name: "prizes", title: "Prizes", person: "Bruno", chat: "bot", steps: [{ says: "/prizes" }] },
  { name: "payouts", title: "Payouts", person: "Alice", chat: "bot", steps: [{ says: "/payouts" }] },
  { name: "history", title: "Finished races", person: "Bruno", chat: "bot", steps: [{ says: "/history" }] },
  { name: "verify", title: "How to check a result", person: "Bruno", chat: "bot", steps: [{ says: "/verify" }] },
];
