import { deleteGroup, migrateGroup, renameGroup, setForum } from "../people/groups.js";
import { createTopic, deleteTopic, setGeneralClosed, setGeneralHidden, setTopicClosed } from "../people/topics.js";
import { isAdministrator } from "../state/rights.js";
import type { ChatRecord, TopicRecord } from "../state/records.js";
import { postChannelPost } from "../people/channels.js";
import type { TurnTaking } from "./turn-taking.js";
import type { Seen, Turn } from "./turn.js";

/** A group; what nobody in particular does, its owner does. */
export class Group {
  readonly stage: TurnTaking;
  private chatId: number;

  constructor(stage: TurnTaking, chatId: number) {
    this.stage = stage;
    this.chatId = chatId;
  }

  /** Changes when the group migrates, as it does for the bot. */
  get id(): number {
    return this.chatId;
  }

  get chat(): ChatRecord {
    return this.stage.core.world.chat(this.chatId);
  }

  get newest(): Seen {
    return this.stage.newest(this.chatId);
  }

  get adminIds(): number[] {
    return [...this.chat.members.values()].filter(isAdministrator).map((member) => member.userId);
  }

  /** The basic group becomes a supergroup; `id` is the new one afterwards. */
  async migrates(): Promise<Turn> {
    return this.stage.turn(() => {
      this.chatId = migrateGroup(this.stage.core, this.ownerId, this.chat).id;
    });
  }

  async isRenamed(title: string): Promise<Turn> {
    return this.stage.turn(() => renameGroup(this.stage.core, this.ownerId, this.chat, title));
  }

  async isDeleted(): Promise<Turn> {
    return this.stage.turn(() => deleteGroup(this.stage.core, this.ownerId, this.chat));
  }

  turnsOnTopics(): void {
    setForum(this.stage.core, this.ownerId, this.chat, true);
  }

  turnsOffTopics(): void {
    setForum(this.stage.core, this.ownerId, this.chat, false);
  }

  /** Nobody but administrators may write from now on. */
  silencesMembers(): void {
    this.chat.permissions.can_send_messages = false;
    this.chat.permissions.can_send_photos = false;
  }

  async opensTopic(name: string): Promise<Topic> {
    let topic: TopicRecord | undefined;
    await this.stage.turn(() => {
      topic = createTopic(this.stage.core, this.chat, this.ownerId, { name });
    });
    if (!topic) throw new Error("the topic was not made");
    return new Topic(this, topic);
  }

  async closesGeneral(): Promise<Turn> {
    return this.stage.turn(() => setGeneralClosed(this.stage.core, this.chat, this.ownerId, true));
  }

  async hidesGeneral(): Promise<Turn> {
    return this.stage.turn(() => setGeneralHidden(this.stage.core, this.chat, this.ownerId, true));
  }

  /** A linked channel; its posts arrive here from 777000. */
  hasLinkedChannel(title: string): LinkedChannel {
    const channel = this.stage.core.world.addChat("channel", title);
    this.chat.linkedChannelId = channel.id;
    return new LinkedChannel(this, channel.id);
  }

  get ownerId(): number {
    const owner = [...this.chat.members.values()].find((member) => member.status === "creator");
    if (!owner) throw new Error("the group has no owner");
    return owner.userId;
  }
}

export class Topic {
  readonly group: Group;
  private readonly topic: TopicRecord;

  constructor(group: Group, topic: TopicRecord) {
    this.group = group;
    this.topic = topic;
  }

  get threadId(): number {
    return this.topic.threadId;
  }

  async closes(): Promise<Turn> {
    return this.setClosed(true);
  }

  async reopens(): Promise<Turn> {
    return this.setClosed(false);
  }

  async isDeleted(): Promise<Turn> {
    const { stage, chat } = this.group;
    return stage.turn(() => deleteTopic(stage.core, chat, this.topic));
  }

  private async setClosed(isClosed: boolean): Promise<Turn> {
    const { stage, chat, ownerId } = this.group;
    return stage.turn(() => setTopicClosed(stage.core, chat, ownerId, this.topic, isClosed));
  }
}

class LinkedChannel {
  readonly id: number;
  private readonly group: Group;

  constructor(group: Group, id: number) {
    this.group = group;
    this.id = id;
  }

  async posts(text: string): Promise<Turn> {
    const { stage, chat } = this.group;
    return stage.turn(() => postChannelPost(stage.core, stage.core.world.chat(this.id), chat, text));
  }
}
