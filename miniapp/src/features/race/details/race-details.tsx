import { Suspense, useState, type ReactElement, type ReactNode } from "react";
import { Link } from "wouter";
import type { Race, RaceStatus } from "../../../../../wire/race.js";
import { Icon, type IconName } from "../../../components/icons.js";
import { Panel } from "../../../components/panel.js";
import { useValue } from "../../../lib/store.js";
import { formatCount, isZero } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { usePageTexts } from "../../../lib/texts/page-texts.js";
import { AskCase } from "./ask-case.js";
import { LanesList } from "./lanes-list.js";
import { PrizeTable } from "./prize-table.js";
import { RulesList } from "./rules-list.js";
import "./details.css";

const WITH_RESULT: ReadonlySet<RaceStatus> = new Set(["provisional", "final", "paid"]);

interface DisclosureProps {
  icon: IconName;
  title: string;
  note?: string;
  children: ReactNode;
}

/** A row that opens in place; what it holds is made when it is first opened. */
function Disclosure({ icon, title, note, children }: DisclosureProps): ReactElement {
  const { host } = useServices();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="details__item" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="details__row" onClick={() => host?.haptic("select")}>
        <Icon name={icon} className="details__icon" />
        <span className="details__title">{title}</span>
        {note === undefined ? null : <span className="details__count">{note}</span>}
        <Icon name="chevron" className="details__chevron" />
      </summary>
      {isOpen ? (
        <div className="details__content">
          <Panel>
            <Suspense fallback={<span className="bone bone--line" />}>{children}</Suspense>
          </Panel>
        </div>
      ) : null}
    </details>
  );
}

export interface RaceDetailsProps {
  race: Race;
  /** One's own rank, as far as it is known. */
  rank: number | null | undefined;
}

/** What a race pays and by which rules, and the way to check it. */
export function RaceDetails({ race, rank }: RaceDetailsProps): ReactElement {
  const { host, session, locale } = useServices();
  const { rules, cases, lanes } = usePageTexts();
  const state = useValue(session.state);
  const isPlayer = state.kind === "signed-in" && state.user.player !== null;
  const paid = race.prizes.filter((prize) => !isZero(prize)).length;
  return (
    <section className="card details" aria-label={rules.label}>
      <Disclosure icon="cup" title={rules.prizes} note={rules.paidPlaces(paid)}>
        <PrizeTable race={race} rank={rank} />
      </Disclosure>
      {race.lanes === undefined ? null : (
        <Disclosure icon="flag" title={lanes.title} note={formatCount(race.lanes.length, locale)}>
          <LanesList race={race} />
        </Disclosure>
      )}
      <Disclosure icon="file" title={rules.title}>
        <RulesList race={race} />
      </Disclosure>
      {race.status === "provisional" && isPlayer ? (
        <Disclosure icon="alert" title={cases.ask}>
          <AskCase raceId={race.id} />
        </Disclosure>
      ) : null}
      {WITH_RESULT.has(race.status) ? (
        <Link href={`/races/${race.id}/verify`} className="details__row" onClick={() => host?.haptic("tap")}>
          <Icon name="shield" className="details__icon" />
          <span className="details__title">{rules.verify}</span>
          <Icon name="chevron" className="details__chevron details__chevron--link" />
        </Link>
      ) : null}
    </section>
  );
}
