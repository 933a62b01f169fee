import { useState, type ReactElement } from "react";
import type * as z from "zod/mini";
import { preview } from "../../../../../../wire/admin-settlement.js";
import { Button } from "../../../../components/button.js";
import { Fault } from "../../../../components/fault.js";
import { formatDays } from "../../../../lib/duration.js";
import { formatCount, formatPrize, formatSum, formatWager } from "../../../../lib/money-format.js";
import { useServices } from "../../../../lib/services.js";
import { useAction } from "../../../../lib/use-action.js";
import { useAdminTexts } from "../../parts/admin-texts.js";
import { DataTable } from "../../parts/data-table.js";
import { Head } from "../../parts/desk-panel.js";
import { PlayerName, useNames } from "../../parts/names.js";
import { pastBodyOf, type RaceDraft } from "./race-draft.js";

type Outcome = z.infer<typeof preview>;

function WinnerTable({ winners, label }: Pick<Outcome, "winners"> & { label: string }): ReactElement | null {
  const { texts, locale } = useServices();
  const { desk } = useAdminTexts();
  const names = useNames(winners.map(({ player }) => player));
  if (winners.length === 0) return null;
  return (
    <DataTable
      label={label}
      rows={winners}
      keyOf={({ player }) => player}
      columns={[
        { key: "rank", head: "#", render: ({ rank }) => formatCount(rank, locale) },
        { key: "player", head: desk.player, render: ({ player }) => <PlayerName id={player} names={names} /> },
        {
          key: "score",
          head: texts.shared.wagered,
          isNumber: true,
          render: ({ score }) => formatWager(score, locale),
        },
        {
          key: "prize",
          head: texts.shared.prize,
          isNumber: true,
          render: ({ prize }) => <strong className="gold">{formatPrize(prize, locale)}</strong>,
        },
      ]}
    />
  );
}

function Winners({ outcome }: { outcome: Outcome }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  return (
    <>
      <div className="card">
        <dl className="stats stats--even week-stats">
          <div className="stats__item stats__item--main">
            <dt>{desk.form.cost}</dt>
            <dd>{formatPrize(outcome.cost, locale)}</dd>
          </div>
          <div className="stats__item">
            <dt>{desk.form.leftover}</dt>
            <dd>{formatPrize(outcome.leftover, locale)}</dd>
          </div>
          <div className="stats__item">
            <dt>{desk.form.wageredBy(formatCount(outcome.players, locale))}</dt>
            <dd>{formatSum(outcome.totalWagered, locale)}</dd>
          </div>
        </dl>
      </div>
      <WinnerTable winners={outcome.winners} label={desk.form.whatIf} />
      {outcome.lanes.map(({ title, winners }) =>
        winners.length === 0 ? null : (
          <section key={title}>
            <Head title={title} />
            <WinnerTable winners={winners} label={title} />
          </section>
        ),
      )}
    </>
  );
}

/** What a race with these rules would have paid over the latest time of its length. */
export function WhatIf({ draft }: { draft: RaceDraft }): ReactElement {
  const { api, clock, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  const [seen, setSeen] = useState<{ outcome: Outcome; window: string }>();
  const { run, isBusy, fault } = useAction();
  const body = pastBodyOf(draft, clock.now());
  const look = async (): Promise<void> => {
    if (body === undefined) return;
    const outcome = await api.changeMine({ method: "POST", path: "/admin/what-if", schema: preview, body });
    setSeen({ outcome, window: formatDays(body.startsAt, body.endsAt, dateLocale) });
  };
  return (
    <section className="what-if" aria-live="polite">
      <Head title={desk.form.whatIf} note={seen?.window} />
      {seen === undefined ? (
        <div className="card what-if__lead">
          <p>{desk.form.whatIfLead}</p>
        </div>
      ) : (
        <Winners outcome={seen.outcome} />
      )}
      <Fault text={fault} />
      <div className="what-if__act">
        <Button isDisabled={body === undefined || isBusy} onPress={() => run(look)}>
          {seen === undefined ? desk.form.reckon : desk.form.reckonAgain}
        </Button>
      </div>
    </section>
  );
}
