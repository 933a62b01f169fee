import type { ReactNode } from "react";
import type { ChatView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Icon } from "../components/icon.js";
import type { TopicChoice } from "../lib/route.js";
import type { ComposeMode } from "./compose-mode.js";
import { Composer } from "./composer.js";
import { ClosedTopicNote } from "./topic-tabs.js";

type Props = { chat: ChatView; topic: TopicChoice; mode: ComposeMode; onModeEnd: () => void };

function BigButton(props: { label: string; testId: string; onPress: () => void }): ReactNode {
  return (
    <div className="composer-area">
      <button type="button" className="big-button" data-testid={props.testId} onClick={() => props.onPress()}>
        {props.label}
      </button>
    </div>
  );
}

function isTopicClosed(chat: ChatView, threadId: number | null): boolean {
  return chat.isForum && (chat.topics.find((one) => one.threadId === threadId)?.isClosed ?? false);
}

/** The server answers for General; when that is closed, an open topic can be written to all the same. */
function canWrite(chat: ChatView, threadId: number | null): boolean {
  return chat.rights.canSend || (threadId !== null && isTopicClosed(chat, null));
}

/** Below the messages: the composer, or the one thing that has to be done before anything can be written. */
export function ChatFooter({ chat, topic, mode, onModeEnd }: Props): ReactNode {
  const { state, act, pendingStart, perform } = useDesk();
  if (state.me.isDeleted) {
    return (
      <div className="composer-note">
        <Icon name="block" size={18} /> This account was deleted; it can only be looked at
      </div>
    );
  }
  if (chat.kind === "bot" && chat.isBlocked) {
    return <BigButton label="Unblock" testId="unblock-button" onPress={() => void act({ do: "unblockBot" })} />;
  }
  if (chat.kind === "bot" && (chat.needsStart || pendingStart !== null)) {
    const payload = pendingStart === null ? {} : { payload: pendingStart };
    return (
      <BigButton
        label="Start"
        testId="start-button"
        onPress={() => void perform({ do: "startBot", ...payload }, chat.id)}
      />
    );
  }
  const topicId = typeof topic === "number" ? topic : null;
  if (isTopicClosed(chat, topicId) && !chat.rights.canManageTopics) return <ClosedTopicNote />;
  if (!canWrite(chat, topicId)) {
    return (
      <div className="composer-note">
        <Icon name="block" size={18} /> You cannot write here
      </div>
    );
  }
  return <Composer chat={chat} threadId={topicId ?? undefined} mode={mode} onModeEnd={onModeEnd} />;
}
