import { Fragment, useState, type ReactNode } from "react";
import type { EntityView } from "../../../telegram/control.js";
import { exactTime } from "../lib/time-format.js";
import { dateTimeText } from "./date-time-text.js";
import { type EntityNode, entityTree } from "./entity-tree.js";

/** What a reader may do with the marked parts of a text. */
export type TextActions = {
  openLink: (url: string, shownText: string) => void;
  sendCommand: (command: string) => void;
  openPerson: (who: { userId: number } | { username: string }) => void;
  copy: (text: string) => void;
};

type Props = { text: string; entities?: readonly EntityView[] | undefined; actions: TextActions; nowMs: number };

/** A text with its formatting, links and commands, as a chat client shows it. */
export function FormattedText({ text, entities, actions, nowMs }: Props): ReactNode {
  return <>{drawAll(withoutBlockNewlines(entityTree(text, entities)), actions, nowMs)}</>;
}

/** The same without anything to press: for quotes, the pinned bar and the chat list. */
export function PlainText({ text, entities }: Pick<Props, "text" | "entities">): ReactNode {
  const hidden = (entities ?? []).filter((entity) => entity.type === "spoiler");
  return (
    <>
      {entityTree(text, hidden).map((node, index) => (
        <Fragment key={index}>{node.kind === "text" ? node.text : covered(node.text)}</Fragment>
      ))}
    </>
  );
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One bar for each character that would be seen. */
function covered(text: string): string {
  return Array.from(segmenter.segment(text), () => "▒").join("");
}

const BLOCKS = new Set<EntityView["type"]>(["blockquote", "expandable_blockquote", "pre"]);

function isBlock(node: EntityNode | undefined): boolean {
  return node?.kind === "entity" && BLOCKS.has(node.entity.type);
}

/** A block starts and ends a line by itself; the newline characters around it would make empty lines. */
function withoutBlockNewlines(nodes: EntityNode[]): EntityNode[] {
  return nodes.map((node, index) => {
    if (node.kind === "entity") return { ...node, children: withoutBlockNewlines(node.children) };
    let { text } = node;
    if (isBlock(nodes[index - 1]) && text.startsWith("\n")) text = text.slice(1);
    if (isBlock(nodes[index + 1]) && text.endsWith("\n")) text = text.slice(0, -1);
    return { ...node, text };
  });
}

function drawAll(nodes: EntityNode[], actions: TextActions, nowMs: number): ReactNode {
  return nodes.map((node, index) => (
    <Fragment key={index}>
      {node.kind === "text"
        ? node.text
        : drawEntity(node.entity, node.text, drawAll(node.children, actions, nowMs), actions, nowMs)}
    </Fragment>
  ));
}

function drawEntity(
  entity: EntityView,
  text: string,
  inner: ReactNode,
  actions: TextActions,
  nowMs: number,
): ReactNode {
  switch (entity.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "underline":
      return <u>{inner}</u>;
    case "strikethrough":
      return <s>{inner}</s>;
    case "spoiler":
      return <Spoiler>{inner}</Spoiler>;
    case "blockquote":
      return <blockquote>{inner}</blockquote>;
    case "expandable_blockquote":
      return <ExpandableQuote text={text}>{inner}</ExpandableQuote>;
    case "pre":
      return <CodeBlock text={text} language={entity.language} inner={inner} actions={actions} />;
    case "date_time":
      return <DateTime entity={entity} inner={inner} nowMs={nowMs} />;
    case "custom_emoji":
    case "hashtag":
    case "cashtag":
    case "phone_number":
      return <span className={`entity-${entity.type}`}>{inner}</span>;
    default:
      return drawPressable(entity, text, inner, actions);
  }
}

function withScheme(text: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}

function drawPressable(entity: EntityView, text: string, inner: ReactNode, actions: TextActions): ReactNode {
  switch (entity.type) {
    case "code":
      return (
        <button type="button" className="entity-code" title="Copy" onClick={() => actions.copy(text)}>
          <code>{inner}</code>
        </button>
      );
    case "bot_command":
      return <LinkLike onPress={() => actions.sendCommand(text)}>{inner}</LinkLike>;
    case "mention":
      return <LinkLike onPress={() => actions.openPerson({ username: text.replace(/^@/, "") })}>{inner}</LinkLike>;
    case "text_mention": {
      const { user } = entity;
      return user === undefined ? (
        inner
      ) : (
        <LinkLike onPress={() => actions.openPerson({ userId: user.id })}>{inner}</LinkLike>
      );
    }
    default: {
      const url = entity.type === "email" ? `mailto:${text}` : withScheme(entity.url ?? text);
      return (
        <LinkLike title={url} onPress={() => actions.openLink(url, text)}>
          {inner}
        </LinkLike>
      );
    }
  }
}

/** Not an `<a>`: where it leads is decided by the sandbox, so "open in a new tab" would be a lie. */
function LinkLike(props: { onPress: () => void; title?: string; children: ReactNode }): ReactNode {
  return (
    <span
      role="link"
      tabIndex={0}
      className="entity-link"
      title={props.title}
      onClick={props.onPress}
      onKeyDown={(event) => {
        if (event.key === "Enter") props.onPress();
      }}
    >
      {props.children}
    </span>
  );
}

function Spoiler({ children }: { children: ReactNode }): ReactNode {
  const [isShown, setShown] = useState(false);
  if (isShown) return <span className="entity-spoiler is-shown">{children}</span>;
  return (
    <span
      role="button"
      tabIndex={0}
      aria-label="Hidden text, press to show"
      className="entity-spoiler"
      onClick={() => setShown(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") setShown(true);
      }}
    >
      <span aria-hidden="true" inert>
        {children}
      </span>
    </span>
  );
}

/** Telegram folds an expandable quote to three lines. */
const FOLDED_LINES = 3;

function ExpandableQuote({ text, children }: { text: string; children: ReactNode }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isLong = text.split("\n").length > FOLDED_LINES || text.length > 160;
  if (!isLong) return <blockquote>{children}</blockquote>;
  return (
    <blockquote className={isOpen ? "is-expandable is-open" : "is-expandable"}>
      <div className="quote-body">{children}</div>
      <button type="button" className="quote-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? "Show less" : "Show more"}
      </button>
    </blockquote>
  );
}

function CodeBlock(props: {
  text: string;
  language?: string | undefined;
  inner: ReactNode;
  actions: TextActions;
}): ReactNode {
  return (
    <div className="entity-pre">
      <div className="pre-head">
        <span>{props.language ?? "code"}</span>
        <button type="button" onClick={() => props.actions.copy(props.text)}>
          Copy
        </button>
      </div>
      <pre>
        <code>{props.inner}</code>
      </pre>
    </div>
  );
}

function DateTime({ entity, inner, nowMs }: { entity: EntityView; inner: ReactNode; nowMs: number }): ReactNode {
  if (entity.unix_time === undefined) return inner;
  return (
    <time
      className="entity-date"
      dateTime={new Date(entity.unix_time * 1000).toISOString()}
      title={exactTime(entity.unix_time)}
    >
      {dateTimeText(entity.unix_time, entity.date_time_format, nowMs) ?? inner}
    </time>
  );
}
