import * as z from "zod/mini";
import type { AppStorage } from "./app-storage.js";
import type { FrameState, Question } from "./frame-state.js";

export type Insets = { top: number; bottom: number; left: number; right: number };

/** What the bridge needs from the page around it. */
export type BridgePorts = {
  /** Sends one JSON string into the frame. */
  send: (json: string) => void;
  themeParams: () => Record<string, string>;
  /** Size of the frame, CSS pixels. */
  viewport(): { width: number; height: number };
  safeArea: (isFullscreen: boolean) => Insets;
  contentSafeArea: (isFullscreen: boolean) => Insets;
  nowMs: () => number;
  storage: AppStorage;
  close: () => void;
  /** Loads the frame again from its first address. */
  reloadFrame: () => void;
  openLink: (url: string) => void;
  /** `path` as in `https://t.me<path>`, with its leading slash. */
  openTelegramLink: (path: string) => void;
  sendData: (data: string) => void;
  hasWriteAccess: () => boolean;
  answerWriteAccess: (granted: boolean) => Promise<void>;
  /** Lets the person choose a chat; null when he declined, else whether it was sent or Telegram's code for the refusal. */
  sharePrepared(id: string): Promise<{ sent: true } | { sent: false; error: string } | null>;
  switchInline: (query: string, chatTypes: string[]) => void;
  /** Says that something happened which only a real phone could show. */
  tell: (text: string) => void;
};

/** What a handler of one event may do. */
export type BridgeContext = {
  readonly state: FrameState;
  readonly ports: BridgePorts;
  set: (change: Partial<FrameState>) => void;
  post: (eventType: string, eventData?: unknown) => void;
  ask: (question: Question) => Promise<boolean>;
};

/** Runs one event of the app; false when its data does not have the documented shape. */
export type BridgeHandler = (data: unknown, context: BridgeContext) => boolean | Promise<boolean>;

/** A handler that gets its data checked and typed. */
export function on<T>(
  schema: z.ZodMiniType<T>,
  run: (data: T, context: BridgeContext) => void | Promise<void>,
): BridgeHandler {
  return (data, context) => {
    const parsed = schema.safeParse(data);
    if (!parsed.success) return false;
    const running = run(parsed.data, context);
    return running === undefined ? true : running.then(() => true);
  };
}

/** A handler of an event without data; `""`, `{}`, null and nothing at all are seen in practice. */
export function onBare(run: (context: BridgeContext) => void | Promise<void>): BridgeHandler {
  return on(z.unknown(), (_, context) => run(context));
}
