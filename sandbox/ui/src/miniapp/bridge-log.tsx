import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../components/icon.js";
import type { LogEntry } from "./frame-state.js";

const NOTES = { unknown: "no such event", invalid: "wrong data, ignored" } as const;

/** Every event between the app and its client, for people who build the app. */
export function BridgeLog({ log, onClose }: { log: readonly LogEntry[]; onClose: () => void }): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (log.length > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [log]);
  return (
    <section className="bridge-log" aria-label="Bridge log" data-testid="bridge-log">
      <header>
        <h2>Bridge log</h2>
        <span>{log.length} events</span>
        <IconButton icon="close" label="Close the bridge log" size={18} onPress={onClose} />
      </header>
      <ol ref={list} tabIndex={0} aria-label="Events, oldest first">
        {log.map((entry) => (
          <li key={entry.id} className={entry.note === undefined ? "" : `is-${entry.note}`}>
            <span className="log-way">{entry.direction === "fromApp" ? "app →" : "→ app"}</span>
            <b>{entry.type}</b> {entry.note === undefined ? null : <em>{NOTES[entry.note]}</em>}{" "}
            <code>{entry.data}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}
