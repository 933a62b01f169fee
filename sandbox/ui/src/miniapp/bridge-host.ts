import * as z from "zod/mini";
import type { BridgeContext, BridgeHandler, BridgePorts } from "./bridge-context.js";
import { type FrameState, initialFrame, type LogEntry, type Question } from "./frame-state.js";
import { LOOK_HANDLERS } from "./handle-look.js";
import { ABSENT_HANDLERS, postViewport, REQUEST_HANDLERS } from "./handle-requests.js";
import { STORAGE_HANDLERS } from "./handle-storage.js";

const HANDLERS = new Map<string, BridgeHandler>(
  Object.entries({ ...LOOK_HANDLERS, ...REQUEST_HANDLERS, ...STORAGE_HANDLERS, ...ABSENT_HANDLERS }),
);

const message = z.object({ eventType: z.string(), eventData: z.optional(z.unknown()) });

/** Enough for one start-up and a minute of use, without keeping every viewport change of a long session. */
const LOG_MAX = 200;

/**
 * The Telegram side of Telegram Web's bridge: Mini Apps post JSON strings `{eventType, eventData}` to their parent
 * window and get such strings back. One host belongs to one open app.
 */
export class BridgeHost {
  private readonly listeners = new Set<() => void>();
  private readonly context: BridgeContext;
  private state: FrameState;
  /** Nothing is sent unasked before the app has spoken: until then its frame shows no page of the app's origin. */
  private hasSpoken = false;
  private answer: ((yes: boolean) => void) | null = null;
  private logId = 0;

  private ports: BridgePorts;

  constructor(ports: BridgePorts, options: { isExpanded: boolean }) {
    this.ports = ports;
    const currentPorts = (): BridgePorts => this.ports;
    this.state = initialFrame(options.isExpanded);
    const currentState = (): FrameState => this.state;
    this.context = {
      get state() {
        return currentState();
      },
      get ports() {
        return currentPorts();
      },
      set: (change) => this.set(change),
      post: (eventType, eventData) => this.post(eventType, eventData),
      ask: (question) => this.ask(question),
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): FrameState => this.state;

  /** The page around the app changed: from now on these are asked. */
  connect(ports: BridgePorts): void {
    this.ports = ports;
  }

  /** Takes one `MessageEvent.data` of the app's window. Whatever is not bridge JSON is left alone: frames chat. */
  async receive(data: unknown): Promise<void> {
    if (typeof data !== "string") return;
    const parsed = message.safeParse(parseJson(data));
    if (!parsed.success) return;
    this.hasSpoken = true;
    const { eventType, eventData } = parsed.data;
    const handler = HANDLERS.get(eventType);
    const entry = this.log("fromApp", eventType, eventData, handler === undefined ? "unknown" : undefined);
    const handled = await handler?.(eventData, this.context);
    if (handled === false)
      this.set({ log: this.state.log.map((one) => (one.id === entry ? { ...one, note: "invalid" } : one)) });
  }

  pressBack(): void {
    this.post("back_button_pressed");
  }

  pressSettings(): void {
    this.post("settings_button_pressed");
  }

  pressMain(): void {
    if (this.state.mainButton.isActive) this.post("main_button_pressed");
  }

  pressSecondary(): void {
    if (this.state.secondaryButton.isActive) this.post("secondary_button_pressed");
  }

  /** Closes the popup of the app; without an id it was dismissed. */
  answerPopup(buttonId?: string): void {
    if (this.state.popup === null) return;
    this.set({ popup: null });
    this.post("popup_closed", buttonId === undefined ? {} : { button_id: buttonId });
  }

  /** Telegram tells the app nothing about what became of a story. */
  closeStory(isPosted: boolean): void {
    this.set({ story: null });
    if (isPosted) this.ports.tell("Posted to your story");
  }

  answerQuestion(yes: boolean): void {
    const { answer } = this;
    this.answer = null;
    this.set({ question: null });
    answer?.(yes);
  }

  /** The person closes the app; the app may have asked that he be asked first. */
  async requestClose(): Promise<void> {
    const mayClose =
      !this.state.needsClosingConfirmation ||
      (await this.ask({
        title: "Close the app?",
        text: "Changes that you made may not be saved.",
        yes: "Close anyway",
        no: "Cancel",
      }));
    if (mayClose) this.ports.close();
  }

  /** "Reload" of the client's menu. */
  reload(): void {
    this.set({ isReady: false });
    if (this.state.reloadsItself) this.post("reload_iframe");
    else this.ports.reloadFrame();
  }

  expand(): void {
    this.set({ isExpanded: true });
  }

  themeChanged(themeParams: Record<string, string>): void {
    if (this.hasSpoken) this.post("theme_changed", { theme_params: themeParams });
  }

  viewportChanged(isStable: boolean): void {
    if (this.hasSpoken) postViewport(this.context, isStable);
  }

  /** Another app, or another person, came to the front. */
  visibilityChanged(isVisible: boolean): void {
    if (this.hasSpoken) this.post("visibility_changed", { is_visible: isVisible });
  }

  private ask(question: Question): Promise<boolean> {
    // A second question while one is open counts as refused, as clients do with a second permission dialog.
    if (this.answer !== null) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.answer = resolve;
      this.set({ question });
    });
  }

  private post(eventType: string, eventData?: unknown): void {
    this.log("toApp", eventType, eventData);
    this.ports.send(JSON.stringify({ eventType, eventData }));
  }

  private log(direction: LogEntry["direction"], type: string, data: unknown, note?: LogEntry["note"]): number {
    this.logId += 1;
    const entry: LogEntry = {
      id: this.logId,
      direction,
      type,
      data: data === undefined ? "" : JSON.stringify(data),
      ...(note === undefined ? {} : { note }),
    };
    this.set({ log: [...this.state.log, entry].slice(-LOG_MAX) });
    return entry.id;
  }

  private set(change: Partial<FrameState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Dev servers and browser extensions post other strings into the same window.
    return null;
  }
}

/**
 * Hears one frame and nobody else: any window may post here, and the origin alone does not tell two frames apart.
 * Returns the function that stops listening.
 */
export function listenToFrame(frame: () => MessageEventSource | null, receive: (data: unknown) => void): () => void {
  function onMessage(event: MessageEvent): void {
    if (event.source !== null && event.source === frame()) receive(event.data);
  }
  window.addEventListener("message", onMessage);
  return () => window.removeEventListener("message", onMessage);
}
