import type { ReactNode } from "react";
import type { ChatView, TopicView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Icon } from "../components/icon.js";
import type { TopicChoice } from "../lib/route.js";

function choiceOf(topic: TopicView): TopicChoice {
  return topic.threadId ?? "general";
}

function Tab(props: {
  label: string;
  isChosen: boolean;
  onPress: () => void;
  color?: number;
  isClosed?: boolean;
}): ReactNode {
  return (
    <button
      type="button"
      role="tab"
      className="topic-tab"
      aria-selected={props.isChosen}
      data-testid="topic-tab"
      onClick={() => props.onPress()}
    >
      {props.color === undefined ? null : (
        <span className="topic-dot" style={{ background: `#${props.color.toString(16).padStart(6, "0")}` }} />
      )}
      <bdi>{props.label}</bdi>
      {props.isClosed === true ? <span className="topic-closed">closed</span> : null}
    </button>
  );
}

/** The topics of a forum, side by side above its messages. */
export function TopicTabs({ chat, topic }: { chat: ChatView; topic: TopicChoice }): ReactNode {
  const { openChat } = useDesk();
  if (!chat.isForum) return null;
  return (
    <div className="topic-tabs" role="tablist" aria-label="Topics">
      <Tab label="All" isChosen={topic === null} onPress={() => openChat(chat.id, null)} />
      {chat.topics
        .filter((one) => !one.isHidden)
        .map((one) => (
          <Tab
            key={choiceOf(one)}
            label={one.name}
            color={one.iconColor}
            isClosed={one.isClosed}
            isChosen={topic === choiceOf(one)}
            onPress={() => openChat(chat.id, choiceOf(one))}
          />
        ))}
    </div>
  );
}

/** A topic that cannot be written to, said in place of the composer. */
export function ClosedTopicNote(): ReactNode {
  return (
    <div className="composer-note">
      <Icon name="block" size={18} /> This topic is closed
    </div>
  );
}
