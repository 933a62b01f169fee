import type { ManualClock } from "../clock.js";
import type { Core } from "../core.js";
import { createGroup } from "../people/groups.js";
import type { SandboxTelegram } from "../sandbox.js";
import type { NewUser } from "../state/world.js";
import { writeTranscript } from "../transcript.js";
import type { SandboxUpdate } from "../updates/lanes.js";
import { waitUntil } from "../waiting.js";
import { Group } from "./group.js";
import { Person } from "./person.js";
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

export type GroupPlan = {
  title: string;
  owner: Person;
  members?: readonly Person[];
  /** Default "administrator". */
  bot?: "member" | "administrator" | "absent";
  /** Default "supergroup". */
  kind?: "group" | "supergroup";
};

/** Where a test plays: people, groups and the world around one bot. */
export class Stage {
  readonly sandbox: SandboxTelegram;
  readonly core: Core;
  private readonly options: StageOptions;

  constructor(sandbox: SandboxTelegram, options: StageOptions = {}) {
    this.sandbox = sandbox;
    this.core = sandbox.core;
    this.options = options;
  }

  /** A new person, who has not started the bot. */
  person(user: NewUser): Person {
    return new Person(this, this.core.world.addUser(user).id);
  }

  /** Somebody of the demo population, by first name. */
  known(firstName: string): Person {
    const user = this.core.world.people().find((one) => one.firstName === firstName);
    if (!user) throw new Error(`nobody is called ${firstName}`);
    return new Person(this, user.id);
  }

  /** A group that exists already when the story begins: its making sends no updates the bot would have to handle. */
  group(plan: GroupPlan): Group {
    const memberIds = (plan.members ?? []).map((member) => member.id);
    const chat = createGroup(this.core, plan.owner.id, {
      title: plan.title,
      kind: plan.kind ?? "supergroup",
      memberIds,
    });
    const role = plan.bot ?? "administrator";
    if (role !== "absent") {
      this.core.world.setMember(chat, this.core.world.botId, {
        status: role,
        ...(role === "administrator" ? { rights: this.core.config.promotedRights } : {}),
      });
    }
    return new Group(this, chat.id);
  }

  /** The bot as somebody who can be added, promoted and removed. */
  get bot(): { readonly id: number } {
    return { id: this.core.world.botId };
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

  /** Everything the bot sent, oldest first. */
  sent(): Seen[] {
    return readTurn(this.core, 0).replies;
  }

  transcript(): string {
    return writeTranscript(this.core);
  }

  /** @throws Error when the sandbox runs on real time */
  advances(ms: number): void {
    const clock: Partial<ManualClock> = this.core.clock;
    if (!clock.advance) throw new Error("start the sandbox with createManualClock() to move time");
    clock.advance(ms);
    this.core.world.bus.stir();
  }

  /** Telegram repeats an update the bot has confirmed already. */
  async redelivers(update: SandboxUpdate): Promise<Turn> {
    return this.turn(() => this.core.updates.pushAgain(update));
  }

  /** Updates sent so far, oldest first; for redelivery and for looking at them. */
  updates(): SandboxUpdate[] {
    return this.core.journal.since().flatMap((entry) => (entry.kind === "update" ? [entry.update] : []));
  }

  /** Webhook lanes that begin with `prefix` ("message", "callback:42") wait until released. */
  holds(prefix: string): void {
    this.core.webhook.hold(prefix);
  }

  async releases(prefix: string): Promise<Turn> {
    return this.turn(() => this.core.webhook.release(prefix));
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
