import { useCallback, useState, type ReactElement } from "react";
import { ownStats, type OwnStats, type StatsBucket } from "../../../../wire/me.js";
import { period as periodSchema, type Period } from "../../../../wire/race.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { formatCount, formatPrize, formatSum, formatWager } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { BarChart } from "../../components/chart/bar-chart.js";

const BUCKET_FORMATS: Record<StatsBucket, Intl.DateTimeFormatOptions> = {
  hour: { hour: "numeric" },
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
};

function Figures({ stats }: { stats: OwnStats }): ReactElement {
  const { texts, locale, dateLocale } = useServices();
  const { me } = usePageTexts();
  const format = new Intl.DateTimeFormat(dateLocale, { ...BUCKET_FORMATS[stats.bucket], timeZone: stats.timeZone });
  const bars = stats.series.map(({ at, wagered }) => ({
    key: at,
    amount: wagered,
    label: format.format(new Date(at)),
    value: formatWager(wagered, locale),
  }));
  const facts: [label: string, value: string][] = [
    [texts.shared.wagered, formatSum(stats.wagered, locale)],
    [me.wins, formatCount(stats.prizes.wins, locale)],
    [me.won, formatPrize(stats.prizes.amount, locale)],
  ];
  return (
    <>
      <dl className="stats stats--even">
        {facts.map(([label, value]) => (
          <div key={label} className="stats__item">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {stats.entries === 0 ? <p className="panel-note">{me.noWagers}</p> : <BarChart bars={bars} label={me.chart} />}
    </>
  );
}

/** How the person did in a day, week, month or ever, with a chart. */
export function StatsPanel(): ReactElement {
  const { api, texts, host } = useServices();
  const { me } = usePageTexts();
  const [period, setPeriod] = useState<Period>("month");
  const read = useCallback(() => api.readMine(`/me/stats?period=${period}`, ownStats), [api, period]);
  const [loaded, { reload }] = useLoaded(read);
  return (
    <LoadedPanel title={me.stats} loaded={loaded} onRetry={reload} bones={3}>
      {(stats) => (
        <div className="card own-stats">
          <div className="tabs tabs--inside" role="group" aria-label={texts.leaderboards.periods}>
            {periodSchema.options.map((option) => (
              <button
                key={option}
                type="button"
                className={`tabs__tab ${option === period ? "tabs__tab--active" : ""}`}
                aria-pressed={option === period}
                onClick={() => {
                  host?.haptic("select");
                  setPeriod(option);
                }}
              >
                {texts.shared.periodShort[option]}
              </button>
            ))}
          </div>
          <Figures stats={stats} />
        </div>
      )}
    </LoadedPanel>
  );
}
