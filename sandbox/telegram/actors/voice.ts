import type { InlineAnswerView, MiniAppHost } from "../control.js";
import { deleteAsPerson, editText, sendPhoto, sendText } from "../people/chatting.js";
import { askInline, chooseResult, sharePrepared } from "../people/inline-mode.js";
import { setReaction } from "../people/reacting.js";
import { readReaction } from "../methods/reactions.js";
import type { MessageRecord } from "../state/records.js";
import type { Act, ActResult } from "../control.js";
import { viewInlineAnswer } from "../view/inline-view.js";
import type { TurnTaking } from "./turn-taking.js";
import type { Seen, Turn } from "./turn.js";

export type SayOptions = { replyTo?: Seen | MessageRecord };
type On = { on?: Seen | MessageRecord };

/** One person in one chat (and topic): what he can do there. Each verb waits for the bot. */
export class Voice {
  readonly stage: TurnTaking;
  readonly id: number;
  readonly chatId: number;
  readonly threadId: number | undefined;

  constructor(stage: TurnTaking, id: number, chatId: number, threadId?: number) {
    this.stage = stage;
    this.id = id;
    this.chatId = chatId;
    this.threadId = threadId;
  }

  /** Sends a text, which may be a command, also addressed (`/race@bot`). */
  async sends(text: string, options: SayOptions = {}): Promise<Turn> {
    let said: MessageRecord | undefined;
    const turn = await this.stage.turn(() => {
      said = sendText(this.stage.core, this.id, this.chatId, text, this.postOptions(options));
    });
    return said ? { ...turn, said } : turn;
  }

  async replies(to: Seen | MessageRecord, text: string): Promise<Turn> {
    return this.sends(text, { replyTo: to });
  }

  async sendsPhoto(bytes: Buffer, caption?: string, options: SayOptions = {}): Promise<Turn> {
    return this.stage.turn(() =>
      sendPhoto(this.stage.core, this.id, this.chatId, { bytes, caption }, this.postOptions(options)),
    );
  }

  async edits(message: MessageRecord, text: string): Promise<Turn> {
    return this.stage.turn(() => editText(this.stage.core, this.id, this.chatId, message.id, text));
  }

  async deletes(message: Seen | MessageRecord): Promise<Turn> {
    return this.stage.turn(() => deleteAsPerson(this.stage.core, this.id, this.chatId, record(message).id));
  }

  /** Presses a button by its label: on the newest message that has it, unless `on` names one. */
  async taps(label: string | RegExp, { on }: On = {}): Promise<Turn> {
    const at = this.findButton(label, on);
    return this.acts({ do: "press", chatId: this.chatId, ...at });
  }

  /** Presses without waiting for the bot: for presses that must arrive together. */
  async tapsAtOnce(label: string | RegExp, times: number, { on }: On = {}): Promise<Turn> {
    const at = this.findButton(label, on);
    return this.stage.turn(async () => {
      for (let count = 0; count < times; count += 1) {
        await this.stage.sandbox.act(this.id, { do: "press", chatId: this.chatId, ...at });
      }
    });
  }

  async reacts(emoji: string | null, to: Seen | MessageRecord): Promise<Turn> {
    const reactions = emoji === null ? [] : [readReaction(emoji)];
    return this.stage.turn(() => setReaction(this.stage.core, record(to), this.id, reactions));
  }

  /** Follows a link as a client does: deep links and Mini Apps of the bot included. */
  async opensLink(url: string, host?: MiniAppHost): Promise<Turn> {
    return this.acts({ do: "openLink", chatId: this.chatId, url, ...(host ? { host } : {}) });
  }

  /** Types `@bot query` here and waits for the results. */
  async asks(query: string, offset = ""): Promise<InlineAnswerView> {
    const { core } = this.stage;
    const asked = askInline(core, this.id, this.chatId, query, offset);
    await this.stage.until(`the bot answers the inline query "${query}"`, () => asked.answer !== undefined);
    await this.stage.settle();
    return viewInlineAnswer(asked);
  }

  /** Chooses a result by its title, or by its id where two have the same title. */
  async chooses(answer: InlineAnswerView, title: string | RegExp): Promise<Turn> {
    const { results } = answer;
    const result = results.find(({ id }) => id === title) ?? results.find((one) => matches(one.title, title));
    if (!result)
      throw new Error(
        `No result is called ${String(title)}; there are ${answer.results.map((one) => one.title).join(", ")}`,
      );
    const { threadId } = this;
    let said: MessageRecord | undefined;
    const turn = await this.stage.turn(() => {
      said = chooseResult(this.stage.core, this.id, this.chatId, {
        queryId: answer.queryId,
        resultId: result.id,
        threadId,
      });
    });
    return said ? { ...turn, said } : turn;
  }

  /** Posts a message the bot prepared (`shareMessage` of a Mini App). */
  async shares(preparedId: string): Promise<Turn> {
    let said: MessageRecord | undefined;
    const turn = await this.stage.turn(() => {
      said = sharePrepared(this.stage.core, this.id, preparedId, this.chatId, this.threadId);
    });
    return said ? { ...turn, said } : turn;
  }

  /** What this chat shows as the bot's newest message. */
  get newest(): Seen {
    return this.stage.newest(this.chatId);
  }

  /** Any act of the chat page. */
  async acts(act: Act): Promise<Turn> {
    let result: ActResult = { kind: "done" };
    const turn = await this.stage.turn(async () => {
      result = await this.stage.sandbox.act(this.id, act);
    });
    return { ...turn, ...outcome(result) };
  }

  private postOptions(options: SayOptions) {
    const replyToMessageId = options.replyTo === undefined ? undefined : record(options.replyTo).id;
    return { threadId: this.threadId, replyToMessageId };
  }

  private findButton(label: string | RegExp, on: Seen | MessageRecord | undefined) {
    const messages = on ? [record(on)] : [...this.stage.core.world.chat(this.chatId).messages.values()].toReversed();
    for (const message of messages) {
      for (const [row, buttons] of (message.keyboard ?? []).entries()) {
        const column = buttons.findIndex((button) => matches(button.text, label));
        if (column >= 0) return { messageId: message.id, row, column };
      }
    }
    throw new Error(`There is no button ${String(label)}.\n${this.stage.transcript()}`);
  }
}

function record(message: Seen | MessageRecord): MessageRecord {
  return "message" in message ? message.message : message;
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text === wanted : wanted.test(text);
}

function outcome(result: ActResult): Pick<Turn, "launch" | "url"> {
  if (result.kind === "openMiniApp") return { launch: result.launch };
  return result.kind === "openUrl" ? { url: result.url } : {};
}
