import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import type * as z from "zod/mini";
import { explanation } from "../../../../../wire/result.js";
import { Button } from "../../../components/button.js";
import { formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Moment } from "../parts/age.js";
import { formatExact, microOf, sumOf } from "../parts/amounts.js";
import { DataTable } from "../parts/data-table.js";
import { DeskIcon } from "../parts/desk-icons.js";
import { DeskPanel, Head } from "../parts/desk-panel.js";
import { useNames } from "../parts/names.js";
import { useDesk } from "../parts/use-desk.js";
import { DeskPage } from "../shell/desk-page.js";

type Explanation = z.infer<typeof explanation>;
const STEP = 50;

/** Adds the entries up here, whatever the server says they come to. */
function Proof({ found }: { found: Explanation }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const sum = sumOf(found.entries.map(({ counted }) => counted));
  const isWhole = microOf(sum) === microOf(found.sum);
  const isCapped = microOf(found.score) !== microOf(found.sum);
  return (
    <div className={`card proof ${isWhole ? "proof--good" : "proof--bad"}`}>
      <p className="proof__score">{formatWager(found.score, locale)}</p>
      <p className="proof__sum">
        <DeskIcon name={isWhole ? "check" : "alert"} />
        {isWhole
          ? desk.explain.adds(found.entries.length, formatExact(sum, locale))
          : desk.explain.differs(formatExact(sum, locale), formatExact(found.sum, locale))}
      </p>
      {isCapped ? <p className="form__hint">{desk.explain.capped}</p> : null}
      <p className="form__hint">{found.version === null ? desk.explain.now : desk.explain.version(found.version)}</p>
    </div>
  );
}

/** Telegram's older web views know no `toReversed`. */
function newestFirst(entries: Explanation["entries"]): Explanation["entries"] {
  const turned: Explanation["entries"] = [];
  for (const entry of entries) turned.unshift(entry);
  return turned;
}

function Entries({ entries }: { entries: Explanation["entries"] }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const [shown, setShown] = useState(STEP);
  const newest = newestFirst(entries);
  return (
    <>
      <Head title={desk.explain.entries} />
      <DataTable
        label={desk.explain.entries}
        rows={newest.slice(0, shown)}
        keyOf={({ kind, ref, seq, revision }) => `${kind} ${ref} ${seq} ${revision}`}
        columns={[
          {
            key: "at",
            head: desk.entry.at,
            render: ({ occurredAt, ref, kind }) => (
              <span className="cell-link">
                <Moment at={occurredAt} />
                <span className="cell-link__sub">
                  {desk.entry.kind[kind]} <code>{ref}</code>
                </span>
              </span>
            ),
          },
          { key: "category", head: desk.entry.category, isWide: true, render: ({ category }) => category ?? "–" },
          {
            key: "delta",
            head: desk.entry.delta,
            isNumber: true,
            isWide: true,
            render: ({ delta }) => formatWager(delta, locale),
          },
          {
            key: "counted",
            head: desk.entry.counted,
            isNumber: true,
            render: ({ counted }) => (
              <span className={counted.startsWith("-") ? "bad" : ""}>{formatWager(counted, locale)}</span>
            ),
          },
        ]}
      />
      {shown >= newest.length ? null : (
        <div className="more">
          <Button onPress={() => setShown((before) => before + 4 * STEP)}>{desk.more}</Button>
        </div>
      )}
    </>
  );
}

/** How a player came to his score: the ledger's entries, added up before one's eyes. */
export function ExplainPage({ raceId, player }: { raceId: string; player: string }): ReactElement {
  const { desk } = useAdminTexts();
  const found = useDesk(`/admin/races/${raceId}/explain/${encodeURIComponent(player)}`, explanation);
  const names = useNames([player]);
  const name = names.get(player)?.name ?? player;
  return (
    <DeskPage
      title={<bdi>{name}</bdi>}
      name={name}
      lead={desk.explain.lead}
      up={{ href: `/admin/races/${raceId}`, label: desk.races.back }}
      action={
        <Link href={`/admin/players/${player}`} className="button button--tint">
          {desk.explain.account}
        </Link>
      }
    >
      <DeskPanel title={desk.explain.score} desk={found} bones={4}>
        {(value) => (
          <>
            <Proof found={value} />
            {value.entries.length === 0 ? null : <Entries entries={value.entries} />}
          </>
        )}
      </DeskPanel>
    </DeskPage>
  );
}
