import type { ManualClock } from "../clock.js";
import { createGroup } from "../people/groups.js";
import type { NewUser } from "../state/world.js";
import type { SandboxUpdate } from "../updates/lanes.js";
import { Group } from "./group.js";
import { Person } from "./person.js";
import { TurnTaking } from "./turn-taking.js";
import { readTurn } from "./turn.js";
import type { Seen, Turn } from "./turn.js";

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
export class Stage extends TurnTaking {
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

  /** Everything the bot sent, oldest first. */
  sent(): Seen[] {
    return readTurn(this.core, 0).replies;
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
}
