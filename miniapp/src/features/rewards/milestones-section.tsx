import type { CSSProperties, ReactElement } from "react";
import type { Milestone, MilestonePeriod, MilestoneProgress } from "../../../../wire/rewards.js";
import { shareOf } from "../../components/chart/share-of.js";
import { Icon } from "../../components/icons.js";
import { formatInstant } from "../../lib/duration.js";
import { formatPrize, formatSum } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { RewardSection } from "./reward-section.js";

function Progress({ progress }: { progress: MilestoneProgress }): ReactElement {
  const { locale } = useServices();
  const { rewards } = usePageTexts();
  const words = rewards.milestones;
  const { next, wagered, reached } = progress;
  const style: CSSProperties = { transform: `scaleX(${next === null ? 1 : shareOf(wagered, "0", next.threshold)})` };
  const onward = next === null ? null : words.next(formatSum(next.threshold, locale), formatPrize(next.prize, locale));
  return (
    <div className="steps__progress">
      <p className="steps__counted">{words.counted(formatSum(wagered, locale))}</p>
      {next === null ? null : (
        <div className="steps__track" aria-hidden="true">
          <span className="steps__fill" style={style} />
        </div>
      )}
      {onward === null ? null : <p className="steps__next">{onward}</p>}
      {onward === null && reached > 0 ? (
        <p className="steps__next">
          {words.reached}: {reached}
        </p>
      ) : null}
    </div>
  );
}

function Step({ step, progress }: { step: Milestone; progress: readonly MilestoneProgress[] }): ReactElement {
  const { locale } = useServices();
  const { milestones: words } = usePageTexts().rewards;
  const isReached = progress.some(({ wagered }) => shareOf(wagered, "0", step.threshold) === 1);
  return (
    <li className={`steps__step ${isReached ? "steps__step--reached" : ""}`}>
      <span className="steps__at">
        {formatSum(step.threshold, locale)}
        {step.every === null ? null : <small>{words.every(formatSum(step.every, locale))}</small>}
      </span>
      {isReached ? (
        <span className="steps__done">
          <Icon name="check" /> {words.reached}
        </span>
      ) : null}
      <span className="steps__prize">{formatPrize(step.prize, locale)}</span>
    </li>
  );
}

interface PeriodProps {
  period: MilestonePeriod;
  steps: readonly Milestone[];
  progress: readonly MilestoneProgress[];
}

function Period({ period, steps, progress }: PeriodProps): ReactElement {
  const { dateLocale } = useServices();
  const { milestones: words } = usePageTexts().rewards;
  const endsAt = progress[0]?.endsAt;
  return (
    <div className="card steps">
      <div className="steps__head">
        <h3 className="steps__period">{words.periods[period]}</h3>
        {endsAt === undefined ? null : (
          <span className="steps__until">{words.until(formatInstant(endsAt, dateLocale))}</span>
        )}
      </div>
      {progress.map((one) => (
        <Progress key={one.player} progress={one} />
      ))}
      <ul className="steps__list">
        {steps.map((step) => (
          <Step key={step.id} step={step} progress={progress} />
        ))}
      </ul>
    </div>
  );
}

export interface MilestonesSectionProps {
  milestones: readonly Milestone[];
  /** Empty for guests and for people who cannot earn anything. */
  progress: readonly MilestoneProgress[];
}

/** The steps of each calendar period, and how far one is. */
export function MilestonesSection({ milestones, progress }: MilestonesSectionProps): ReactElement {
  const { milestones: words } = usePageTexts().rewards;
  const periods = [...new Set(milestones.map(({ period }) => period))];
  return (
    <RewardSection words={words}>
      {periods.map((period) => (
        <Period
          key={period}
          period={period}
          steps={milestones.filter((step) => step.period === period)}
          progress={progress.filter((one) => one.period === period)}
        />
      ))}
    </RewardSection>
  );
}
