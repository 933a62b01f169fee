import { useState, type ReactElement } from "react";
import {
  decidedSnapshot,
  orderedPoll,
  polledSource,
  type HeldSnapshot,
  type PolledSource,
  type SourcePoll,
} from "../../../../../wire/polled-sources.js";
import { formatsFor } from "../../../../../messages/format.js";
import { ProblemError } from "../../../lib/api/send.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatCount } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel, Head } from "../parts/desk-panel.js";
import { useDesk, useEvery } from "../parts/use-desk.js";
import { useHas } from "../parts/viewer.js";
import { NamedFigures } from "./named-figures.js";
import { Failing, Figures } from "./polling-figures.js";
import { UploadCard } from "./upload-card.js";

const LOOK_AGAIN_MS = 10_000;

/** Telegram's older web views know no `toSorted`. */
function oldestFirst(polls: readonly SourcePoll[]): SourcePoll[] {
  return Array.from(polls).sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

/** The newest answers, oldest first: how long each took, and what became of it. */
function Answers({ polls }: { polls: readonly SourcePoll[] }): ReactElement | null {
  const { dateLocale, locale } = useServices();
  const { desk } = useAdminTexts();
  const most = Math.max(1, ...polls.map(({ latencyMs }) => latencyMs ?? 0));
  if (polls.length === 0) return null;
  return (
    <ol className="answers" aria-label={desk.polling.answers}>
      {oldestFirst(polls).map(({ at, outcome, latencyMs }) => {
        const took = latencyMs === null ? "–" : desk.polling.took(formatCount(latencyMs, locale));
        const told = `${formatInstant(at, dateLocale)}: ${desk.polling.outcome[outcome]}, ${took}`;
        return (
          <li key={at} className="answers__one" title={told}>
            <span
              className={`answers__bar answers__bar--${outcome}`}
              style={{ transform: `scaleY(${Math.max(0.06, (latencyMs ?? most) / most)})` }}
            />
            <span className="hidden">{told}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Held(props: { slug: string; held: HeldSnapshot; onChange: () => void }): ReactElement {
  const { api } = useServices();
  const { desk } = useAdminTexts();
  const mayDecide = useHas("owner", "admin");
  const { slug, held } = props;
  const decide = async (name: "accept" | "drop"): Promise<void> => {
    const path = `/admin/sources/${slug}/held/${held.id}/${name}`;
    await api.changeMine({ method: "POST", path, schema: decidedSnapshot });
    props.onChange();
  };
  return (
    <div className="warning held">
      <p className="held__why">
        {desk.polling.held[held.reason]} · {desk.polling.times(held.times)} · <Age at={held.at} />
      </p>
      <NamedFigures figures={held.figures} />
      {mayDecide ? (
        <Deeds
          label={desk.polling.held[held.reason]}
          deeds={[
            {
              key: "accept",
              label: desk.polling.accept,
              ask: desk.polling.acceptAsk,
              run: () => decide("accept"),
            },
            {
              key: "drop",
              label: desk.polling.drop,
              look: "danger",
              ask: desk.polling.dropAsk,
              run: () => decide("drop"),
            },
          ]}
        />
      ) : null}
    </div>
  );
}

function Acts({ source, onChange }: { source: PolledSource; onChange: () => void }): ReactElement {
  const { api, locale, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  const { polling: words, polled } = desk;
  const [dueAt, setDueAt] = useState<string>();
  const path = `/admin/sources/${source.slug}/polling`;
  const order = async (name: "now" | "test"): Promise<void> => {
    const ordered = await api.changeMine({ method: "POST", path: `${path}/${name}`, schema: orderedPoll });
    setDueAt(ordered.dueAt);
    onChange();
  };
  const change = async (body: unknown): Promise<void> => {
    await api.changeMine({ method: "PATCH", path, schema: polledSource, body });
    onChange();
  };
  const isPaused = source.state === "paused";
  const isAwaited = dueAt !== undefined && !source.polls.some(({ at }) => Date.parse(at) >= Date.parse(dueAt));
  return (
    <>
      {isAwaited ? (
        <p role="status" className="form__hint">
          {polled.ordered(formatInstant(dueAt, dateLocale))}
        </p>
      ) : null}
      <Deeds
        label={words.title}
        deeds={[
          { key: "test", label: words.test, run: () => order("test") },
          { key: "now", label: words.now, run: () => order("now") },
          {
            key: "credential",
            label: words.newCredential,
            asks: [
              { name: "credential", label: words.credential, hint: words.credentialHint, least: 1, maxLength: 4_096 },
            ],
            run: (given) => change({ credential: given["credential"] }),
          },
          {
            key: "interval",
            label: polled.changeInterval,
            asks: [
              {
                name: "seconds",
                label: polled.intervalSeconds,
                hint: polled.intervalHint(formatsFor(locale).duration(source.leastIntervalSeconds * 1000)),
                kind: "whole",
                least: 2,
                maxLength: 5,
                initial: String(source.intervalSeconds),
              },
            ],
            run: (given) => change({ intervalSeconds: Number(given["seconds"]) }),
          },
          {
            key: "pause",
            label: isPaused ? words.resume : words.pause,
            ask: isPaused ? words.resumeAsk : words.pauseAsk,
            run: () => change({ paused: !isPaused }),
          },
        ]}
      />
    </>
  );
}

function Findings({ findings }: Pick<PolledSource, "findings">): ReactElement | null {
  const { desk } = useAdminTexts();
  if (findings.length === 0) return null;
  return (
    <>
      <Head title={desk.polling.findings} />
      <ul className="card items">
        {findings.map(({ kind, field, blocking, since, figures }) => (
          <li key={`${kind} ${field}`} className="item">
            <div className="item__head">
              <div className="item__what">
                <span className="item__title">{desk.polling.finding[kind]}</span>
                <span className="item__sub">
                  {field === "" ? null : `${field} · `}
                  <Age at={since} />
                </span>
              </div>
              {blocking ? <span className="pill pill--rejected">{desk.polling.blocks}</span> : null}
            </div>
            <NamedFigures figures={figures} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** How a source that posts nothing is asked for its totals, and how that goes. */
export function PollingPanel({ slug }: { slug: string }): ReactElement | null {
  const { desk } = useAdminTexts();
  const source = useDesk(`/admin/sources/${slug}/polling`, polledSource);
  useEvery(LOOK_AGAIN_MS, source.refresh);
  const mayChange = useHas("owner", "admin");
  const { loaded } = source;
  // Its totals are posted by the casino.
  if (loaded.phase === "failed" && loaded.error instanceof ProblemError && loaded.error.status === 404) return null;
  const isUploaded = loaded.phase === "ready" && loaded.value.state === "uploads";
  return (
    <DeskPanel title={isUploaded ? desk.upload.title : desk.polling.title} desk={source} bones={4}>
      {(value) =>
        value.state === "uploads" ? (
          <UploadCard source={value} onChange={source.refresh} />
        ) : (
          <>
            <div className="card facts-card">
              {value.held === null ? null : <Held slug={slug} held={value.held} onChange={source.refresh} />}
              <Failing source={value} />
              <Figures source={value} />
              <Answers polls={value.polls} />
              {mayChange ? <Acts source={value} onChange={source.refresh} /> : null}
            </div>
            <Findings findings={value.findings} />
          </>
        )
      }
    </DeskPanel>
  );
}
