import type { MiniAppHost, MiniAppLaunch } from "../control.js";
import { addToGroup, demoteInGroup, joinGroup, promoteInGroup, removeFromGroup } from "../people/groups.js";
import { setBlocked } from "../people/membership.js";
import { pinMessage } from "../people/pinning.js";
import { answerWriteAccess, startBot } from "../people/starting.js";
import type { UserRecord } from "../state/records.js";
import type { Group, Topic } from "./group.js";
import type { TurnTaking } from "./turn-taking.js";
import type { Seen, Turn } from "./turn.js";
import { Voice } from "./voice.js";

type Somebody = { readonly id: number };

/** Somebody with a phone. Verbs without a place happen in the private chat with the bot. */
export class Person extends Voice {
  constructor(stage: TurnTaking, id: number) {
    super(stage, id, stage.core.world.botChat(id).id);
  }

  get user(): UserRecord {
    return this.stage.core.world.user(this.id);
  }

  /** The same person in a group, or in a topic of it. */
  in(place: Group | Topic): Voice {
    return "threadId" in place
      ? new Voice(this.stage, this.id, place.group.id, place.threadId)
      : new Voice(this.stage, this.id, place.id);
  }

  /** The same person in the private chat with somebody else. */
  with(other: Person): Voice {
    return new Voice(this.stage, this.id, this.stage.core.world.peopleChat(this.id, other.id).id);
  }

  /** Presses Start, with the payload of a deep link. */
  async starts(payload?: string): Promise<Turn> {
    return this.stage.turn(() => startBot(this.stage.core, this.id, payload));
  }

  async blocks(): Promise<Turn> {
    return this.stage.turn(() => setBlocked(this.stage.core, this.user, true));
  }

  async unblocks(): Promise<Turn> {
    return this.stage.turn(() => setBlocked(this.stage.core, this.user, false));
  }

  /** The account goes; Telegram tells bots nothing, they meet it as a 403. */
  deletesAccount(): void {
    this.user.isDeleted = true;
    this.stage.core.world.bus.changed(this.chatId);
  }

  async answersWriteAccess(isGranted: boolean): Promise<Turn> {
    return this.stage.turn(() => answerWriteAccess(this.stage.core, this.id, isGranted));
  }

  opensMenuApp(host?: MiniAppHost): MiniAppLaunch {
    return this.stage.sandbox.openMiniApp(this.id, { from: "menu" }, host);
  }

  opensProfileApp(host?: MiniAppHost): MiniAppLaunch {
    return this.stage.sandbox.openMiniApp(this.id, { from: "profile" }, host);
  }

  async joins(group: Group): Promise<Turn> {
    return this.stage.turn(() => joinGroup(this.stage.core, group.chat, this.id));
  }

  async leaves(group: Group): Promise<Turn> {
    return this.stage.turn(() => removeFromGroup(this.stage.core, this.id, group.chat, this.id));
  }

  /** Adds somebody or the bot; `startPayload` as in `t.me/<bot>?startgroup=…`. */
  async adds(who: Somebody, to: Group, startPayload?: string): Promise<Turn> {
    return this.stage.turn(() => addToGroup(this.stage.core, this.id, to.chat, who.id, startPayload));
  }

  async removes(who: Somebody, from: Group): Promise<Turn> {
    return this.stage.turn(() => removeFromGroup(this.stage.core, this.id, from.chat, who.id));
  }

  async promotes(who: Somebody, where: Group, options: { anonymous?: boolean } = {}): Promise<Turn> {
    return this.stage.turn(() => promoteInGroup(this.stage.core, this.id, where.chat, who.id, options.anonymous));
  }

  async demotes(who: Somebody, where: Group): Promise<Turn> {
    return this.stage.turn(() => demoteInGroup(this.stage.core, this.id, where.chat, who.id));
  }

  async pins(seen: Seen): Promise<Turn> {
    return this.stage.turn(() => pinMessage(this.stage.core, seen.message, this.id, false));
  }

  /** From now on this administrator's posts appear as the group's own. */
  becomesAnonymous(group: Group): void {
    const member = group.chat.members.get(this.id);
    if (member?.status !== "administrator" && member?.status !== "creator")
      throw new Error("only administrators can be anonymous");
    member.isAnonymous = true;
  }
}
