import type { Core } from "../core.js";
import type { SandboxTelegram } from "../sandbox.js";
import { writeTranscript } from "../transcript.js";
import { waitUntil } from "../waiting.js";
import { look, readTurn } from "./turn.js";
import type { Seen, Turn } from "./turn.js";

export type StageOptions = {
  /**
   * For a bot that confirms updates before it handles them (an inbox): resolves when nothing is left to handle. Asked
   * again until the sandbox is quiet as well.
   */
  untilBotIdle?: () => Promise<void>;
  /** Real time after which a verb gives up, with the transcript in the error. Default 10 s. */
  deadlineMs?: number;
};

/** How an act becomes a turn: somebody does something, and the bot has its say. */
export class TurnTaking {
  readonly sandbox: SandboxTelegram;
  readonly core: Core;
  private readonly options: StageOptions;

  constructor(sandbox: SandboxTelegram, options: StageOptions = {}) {
    this.sandbox = sandbox;
    this.core = sandbox.core;
    this.options = options;
  }

  /**
   * Does something and waits until the bot has answered it or has nothing to say: every update confirmed, no call in
   * flight, and the bot idle by its own word.
   *
   * @throws Error with the transcript when that does not happen in time
   */
  async turn(act: () => unknown): Promise<Turn> {
    const mark = this.core.journal.mark();
    await act();
    await this.settle();
    return readTurn(this.core, mark);
  }

  async settle(): Promise<void> {
    const deadline = Date.now() + this.deadlineMs;
    do {
      await this.until("the bot has handled every update", () => this.isQuiet(), deadline - Date.now());
      await this.options.untilBotIdle?.();
    } while (!this.isQuiet());
  }

  /** Waits for a condition, asked again whenever something happens. @throws Error with the transcript */
  async until(what: string, isTrue: () => boolean, deadlineMs = this.deadlineMs): Promise<void> {
    if (await waitUntil(this.core.world.bus, isTrue, Math.max(0, deadlineMs))) return;
    throw new Error(`Waited in vain until ${what}.\n${this.describe()}`);
  }

  /** The newest message of the bot in a chat. @throws Error when it never spoke there */
  newest(chatId: number): Seen {
    const own = [...this.core.world.chat(chatId).messages.values()].filter(
      (message) => message.fromId === this.core.world.botId && message.content.kind !== "service",
    );
    const last = own.at(-1);
    if (!last) throw new Error(`The bot has said nothing in chat ${chatId}.\n${this.describe()}`);
    return look(last);
  }

  transcript(): string {
    return writeTranscript(this.core);
  }

  private get deadlineMs(): number {
    return this.options.deadlineMs ?? 10_000;
  }

  private isQuiet(): boolean {
    const { updates, webhook, activity } = this.core;
    return updates.pending().length === 0 && webhook.inFlight === 0 && activity.callsInFlight === 0;
  }

  private describe(): string {
    const { updates, polling, webhook, activity } = this.core;
    const listens = polling.isPolled
      ? "is polling"
      : webhook.settings
        ? "has a webhook"
        : "is neither polling nor has a webhook";
    const waiting = updates.pending().map((one) => `${one.kind} ${one.update.update_id}`);
    return [
      `The bot ${listens}; ${activity.callsInFlight} calls in flight; waiting updates: ${waiting.join(", ") || "none"}.`,
      "Transcript:",
      this.transcript(),
    ].join("\n");
  }
}
