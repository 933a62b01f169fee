import type { ReactElement } from "react";
import { wagerDays, type WagerDays } from "../../../../../wire/admin-overview.js";
import { BarChart } from "../../../components/chart/bar-chart.js";
import { formatCount, formatSum, formatWager } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { changeInPercent, sumOf } from "../parts/amounts.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { useDesk } from "../parts/use-desk.js";

const WEEK = 7;

function Weeks({ days }: { days: WagerDays["days"] }): ReactElement {
  const { locale } = useServices();
  const { desk } = useAdminTexts();
  const amounts = days.map(({ wagered }) => wagered);
  const week = sumOf(amounts.slice(-WEEK));
  const change = changeInPercent(sumOf(amounts.slice(-2 * WEEK, -WEEK)), week);
  return (
    <dl className="stats stats--even week-stats">
      <div className="stats__item">
        <dt>{desk.overview.sevenDays}</dt>
        <dd>{formatSum(week, locale)}</dd>
      </div>
      <div className="stats__item">
        <dt>{desk.overview.change}</dt>
        <dd className={change === undefined ? "" : change < 0 ? "week-stats__down" : "week-stats__up"}>
          {change === undefined ? "–" : `${change < 0 ? "−" : "+"}${formatCount(Math.abs(change), locale)} %`}
        </dd>
      </div>
      <div className="stats__item">
        <dt>{desk.overview.playersToday}</dt>
        <dd>{formatCount(days.at(-1)?.players ?? 0, locale)}</dd>
      </div>
    </dl>
  );
}

/** Wager of each of the last two weeks' days. */
export function WagerChart(): ReactElement {
  const { locale, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  const days = useDesk("/admin/wager-days", wagerDays);
  return (
    <DeskPanel title={desk.overview.perDay} desk={days} bones={4}>
      {(value) => {
        const format = new Intl.DateTimeFormat(dateLocale, {
          weekday: "short",
          day: "numeric",
          month: "short",
          timeZone: value.timeZone,
        });
        return (
          <div className="card">
            <Weeks days={value.days} />
            <BarChart
              label={desk.overview.perDay}
              bars={value.days.map(({ at, wagered }) => ({
                key: at,
                amount: wagered,
                label: format.format(new Date(at)),
                value: formatWager(wagered, locale),
              }))}
            />
          </div>
        );
      }}
    </DeskPanel>
  );
}
