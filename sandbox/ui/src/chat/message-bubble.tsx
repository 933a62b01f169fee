import { memo, type ReactNode } from "react";
import type { ChatView, MessageView, ReplyView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";
import { Icon } from "../components/icon.js";
import { asEmoji, colorIndex } from "../lib/names.js";
import { clockTime, exactTime } from "../lib/time-format.js";
import { FormattedText, type TextActions } from "../text/formatted-text.js";
import { InlineKeyboard } from "./inline-keyboard.js";
import { MessageMedia } from "./message-media.js";
import { useLongPress } from "./use-long-press.js";

type Props = {
  chat: ChatView;
  message: MessageView;
  isFirstOfRun: boolean;
  isLastOfRun: boolean;
  textActions: TextActions;
  nowMs: number;
  /** Name of the topic, when messages of several topics stand together. */
  topicName?: string | undefined;
  onMenu: (message: MessageView, at: { x: number; y: number }) => void;
  onJump: (messageId: number) => void;
};

/** Up to three emoji and nothing else are shown large, as every client does. */
const JUMBO = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D)*){1,3}$/u;

function isJumbo(message: MessageView): boolean {
  return message.photo === undefined && message.document === undefined && JUMBO.test(message.text ?? "");
}

function Reply({ reply, onJump }: { reply: ReplyView; onJump: (messageId: number) => void }): ReactNode {
  return (
    <button type="button" className="reply-quote" onClick={() => onJump(reply.messageId)}>
      <bdi className="reply-name">{reply.senderName}</bdi>
      <span className="reply-text" dir="auto">
        {reply.quote ?? reply.text}
      </span>
    </button>
  );
}

/** Who speaks, where it comes from, what it answers: everything above the text. */
function BubbleHead({ chat, message, isFirstOfRun, topicName, onJump }: Props): ReactNode {
  const isGroup = chat.kind === "group" || chat.kind === "supergroup" || chat.kind === "channel";
  const showsName = isGroup && !message.isOutgoing && isFirstOfRun;
  return (
    <>
      {showsName ? (
        <div className={`sender name-${colorIndex(message.sender.id)}`}>
          <bdi>{message.sender.name}</bdi>
          {message.sender.tag === undefined ? null : <bdi className="sender-tag">{message.sender.tag}</bdi>}
        </div>
      ) : null}
      {message.isEphemeral ? (
        <div className="bubble-note">
          <Icon name="eye" size={14} /> Only you can see this
        </div>
      ) : null}
      {topicName === undefined ? null : (
        <div className="bubble-note">
          <Icon name="hash" size={13} /> <bdi>{topicName}</bdi>
        </div>
      )}
      {message.forwardedFrom === undefined ? null : (
        <div className="bubble-note">
          <Icon name="forward" size={14} /> Forwarded from <bdi>{message.forwardedFrom}</bdi>
        </div>
      )}
      {message.viaBot === undefined ? null : <div className="bubble-note">via @{message.viaBot.replace(/^@/, "")}</div>}
      {message.replyTo === undefined ? null : <Reply reply={message.replyTo} onJump={onJump} />}
    </>
  );
}

function Meta({ message }: { message: MessageView }): ReactNode {
  return (
    <span className="meta" title={exactTime(message.date)}>
      {message.isPinned ? <Icon name="pin" size={12} /> : null}
      {message.isSilent ? <Icon name="mute" size={12} /> : null}
      {message.editDate === undefined ? null : <span title={exactTime(message.editDate)}>edited</span>}
      <time dateTime={new Date(message.date * 1000).toISOString()}>{clockTime(message.date)}</time>
      {message.isOutgoing ? <Icon name="checks" size={15} /> : null}
    </span>
  );
}

function Reactions({ chat, message }: { chat: ChatView; message: MessageView }): ReactNode {
  const { act } = useDesk();
  if (message.reactions.length === 0) return null;
  return (
    <div className="reactions">
      {message.reactions.map((reaction) => (
        <button
          key={reaction.emoji}
          type="button"
          className={reaction.isMine ? "reaction is-mine" : "reaction"}
          aria-pressed={reaction.isMine}
          onClick={() => {
            const emoji = reaction.isMine ? null : reaction.emoji;
            void act({ do: "react", chatId: chat.id, messageId: message.id, emoji });
          }}
        >
          <span>{asEmoji(reaction.emoji)}</span> {reaction.count}
        </button>
      ))}
    </div>
  );
}

function bubbleClass({ message, isLastOfRun }: Props): string {
  const classes = ["bubble", message.isOutgoing ? "is-out" : "is-in"];
  if (isLastOfRun) classes.push("has-tail");
  if (message.photo !== undefined) classes.push("has-photo");
  if (message.isEphemeral) classes.push("is-ephemeral");
  if (isJumbo(message)) classes.push("is-jumbo");
  if (message.keyboard !== undefined) classes.push("has-keyboard");
  return classes.join(" ");
}

function BubbleBody(props: Props): ReactNode {
  const { chat, message, textActions, nowMs } = props;
  const meta = <Meta message={message} />;
  const isTextLast = message.showCaptionAboveMedia !== true && message.reactions.length === 0;
  const text =
    message.text === undefined || message.text === "" ? null : (
      <div className="text" dir="auto">
        <span data-testid="message-text">
          <FormattedText text={message.text} entities={message.entities} actions={textActions} nowMs={nowMs} />
        </span>
        {isTextLast ? meta : null}
      </div>
    );
  const media = <MessageMedia message={message} />;
  return (
    <div className={bubbleClass(props)}>
      <BubbleHead {...props} />
      {message.showCaptionAboveMedia === true ? (
        <>
          {text}
          {media}
        </>
      ) : (
        <>
          {media}
          {text}
        </>
      )}
      <Reactions chat={chat} message={message} />
      {isTextLast && text !== null ? null : meta}
    </div>
  );
}

/** One message with everything that hangs on it. */
export const MessageBubble = memo(function MessageBubble(props: Props): ReactNode {
  const { chat, message, isFirstOfRun, isLastOfRun, onMenu } = props;
  const isGroup = chat.kind === "group" || chat.kind === "supergroup";
  const { sender } = message;
  const longPress = useLongPress((at) => onMenu(message, at));
  return (
    <div
      className={`message ${message.isOutgoing ? "is-out" : "is-in"} ${isFirstOfRun ? "is-first" : ""}`}
      id={`message-${message.id}`}
      data-testid="message"
      data-message-id={message.id}
      data-sender={sender.kind}
      data-outgoing={message.isOutgoing}
      {...longPress}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(message, { x: event.clientX, y: event.clientY });
      }}
    >
      {isGroup && !message.isOutgoing ? (
        <div className="message-avatar">
          {isLastOfRun ? (
            <Avatar id={sender.id} name={sender.name} size={34} kind={sender.kind === "chat" ? "group" : sender.kind} />
          ) : null}
        </div>
      ) : null}
      <div className="message-column">
        <BubbleBody {...props} />
        <InlineKeyboard chat={chat} message={message} />
        <button
          type="button"
          className="message-more"
          aria-label={`Actions for the message of ${sender.name}`}
          aria-haspopup="menu"
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            onMenu(message, { x: left, y: bottom });
          }}
        >
          <Icon name="more" size={18} />
        </button>
      </div>
    </div>
  );
});
