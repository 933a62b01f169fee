import type { ReactElement } from "react";
import { Link } from "wouter";
import * as z from "zod/mini";
import type { Broadcast } from "../../../../../wire/broadcasts.js";
import { formatCount } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { Deeds, type Deed } from "../parts/deeds.js";

const PARTS = ["sent", "waiting", "skipped", "failed", "unknown"] as const;

function Progress({ broadcast }: { broadcast: Broadcast }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const { progress } = broadcast;
  const all = Math.max(1, broadcast.recipients ?? 0);
  return (
    <div className="progress">
      <div className="progress__bar" aria-hidden="true">
        {PARTS.filter((part) => part !== "waiting").map((part) => (
          <span
            key={part}
            className={`progress__part progress__part--${part}`}
            style={{ flexGrow: progress[part] / all }}
          />
        ))}
        <span style={{ flexGrow: progress.waiting / all }} />
      </div>
      <dl className="progress__figures">
        {PARTS.filter((part) => progress[part] > 0).map((part) => (
          <div key={part} className={`progress__figure progress__figure--${part}`}>
            <dt>{desk.broadcast.part[part]}</dt>
            <dd>{formatCount(progress[part], locale)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function useDeeds(broadcast: Broadcast, onChange: () => void): Deed[] {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const { state, progress } = broadcast;
  const move = async (name: "pause" | "resume" | "cancel"): Promise<void> => {
    const path = `/admin/broadcasts/${broadcast.id}/${name}`;
    await api.changeMine({ method: "POST", path, schema: z.undefined() });
    onChange();
  };
  const isUnderWay = state === "sending" && progress.waiting > 0;
  const cancel: Deed = {
    key: "cancel",
    label: desk.broadcast.cancel,
    look: "danger",
    ask: desk.broadcast.cancelAsk,
    confirm: desk.broadcast.cancelNow,
    run: () => move("cancel"),
  };
  return [
    ...(isUnderWay ? [{ key: "pause", label: desk.broadcast.pause, run: () => move("pause") }] : []),
    ...(state === "paused" ? [{ key: "resume", label: desk.broadcast.resume, run: () => move("resume") }] : []),
    ...(isUnderWay || state === "paused" || state === "draft" ? [cancel] : []),
  ];
}

/** One broadcast: what it says, to whom, how far it is. */
export function BroadcastItem({ broadcast, onChange }: { broadcast: Broadcast; onChange: () => void }): ReactElement {
  const { desk } = useAdminTexts();
  const deeds = useDeeds(broadcast, onChange);
  const { segment, race, state, progress } = broadcast;
  const isOver = state === "sending" && progress.waiting === 0;
  return (
    <li className="item">
      <div className="item__head">
        <span className="item__sub">
          {segment === null ? desk.broadcast.noSegment : desk.broadcast.segments[segment]}
          {race === null ? null : (
            <>
              {" · "}
              <Link href={`/admin/races/${race}`}>{desk.race}</Link>
            </>
          )}
          {" · "}
          <Age at={broadcast.startedAt ?? broadcast.createdAt} />
        </span>
        <span className={`pill ${isOver ? "pill--approved" : state === "paused" ? "pill--open" : ""}`}>
          {isOver ? desk.broadcast.over : desk.broadcast.state[state]}
        </span>
      </div>
      <p className="quote">{broadcast.text}</p>
      {broadcast.recipients === null ? null : <Progress broadcast={broadcast} />}
      <Deeds deeds={deeds} label={broadcast.text} />
    </li>
  );
}
