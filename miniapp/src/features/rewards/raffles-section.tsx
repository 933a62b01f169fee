import { useState, type ReactElement } from "react";
import { verifyRaffle } from "../../../../proof/raffle.js";
import type { OwnTickets, Raffle } from "../../../../wire/raffles.js";
import { Button } from "../../components/button.js";
import { Fault } from "../../components/fault.js";
import { formatInstant } from "../../lib/duration.js";
import { formatCount, formatPrize, formatSum } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { News } from "./news.js";
import { RewardSection } from "./reward-section.js";
import { useClaim } from "./use-claim.js";

type Tickets = OwnTickets["tickets"][number];

/** Computes the published draw again on this device. */
function CheckDraw({ raffle }: { raffle: Raffle }): ReactElement {
  const { api } = useServices();
  const { raffles: words } = usePageTexts().rewards;
  const { run, isBusy, fault, news } = useClaim();
  const check = async (): Promise<string> => {
    const text = await api.readText(`/raffles/${raffle.id}/document`);
    const { isGood, checks } = await verifyRaffle(text, raffle.commitment);
    return isGood ? words.good : words.bad(checks.find((one) => !one.isGood)?.detail ?? "");
  };
  return (
    <>
      <Button onPress={() => run(check)} isDisabled={isBusy}>
        {words.check}
      </Button>
      <News text={news} />
      <Fault text={fault} />
    </>
  );
}

function Winners({ raffle, mine }: { raffle: Raffle; mine: Tickets | undefined }): ReactElement | null {
  const { locale } = useServices();
  const { raffles: words } = usePageTexts().rewards;
  if (raffle.winners === null) return null;
  return (
    <ol className="draw" aria-label={words.winners}>
      {raffle.winners.map(({ place, pseudonym, prize }) => (
        <li key={place} className="draw__winner">
          <span className="draw__name">
            {formatCount(place, locale)}. <code>{pseudonym.slice(0, 10)}</code>
            {pseudonym === mine?.pseudonym ? <span className="pill pill--approved">{words.you}</span> : null}
          </span>
          <span className="steps__prize">{formatPrize(prize, locale)}</span>
        </li>
      ))}
    </ol>
  );
}

function RaffleCard({ raffle, mine }: { raffle: Raffle; mine: Tickets | undefined }): ReactElement {
  const { locale, dateLocale } = useServices();
  const { raffles: words } = usePageTexts().rewards;
  const [isOpen, setIsOpen] = useState(false);
  const prizes = raffle.prizes.map((prize) => formatPrize(prize, locale)).join(", ");
  return (
    <li className="offer">
      <div className="offer__main">
        <div className="offer__what">
          <bdi className="offer__title">{raffle.title}</bdi>
          <span className="offer__note">
            {words.ticket(formatSum(raffle.ticketPrice, locale))},{" "}
            {words.until(formatInstant(raffle.endsAt, dateLocale))}
          </span>
          <span className="offer__note">{words.prizes(prizes)}</span>
          {raffle.cancelReason === null ? null : <span className="offer__note">{raffle.cancelReason}</span>}
        </div>
        <span className="pill">{words.states[raffle.state]}</span>
      </div>
      {mine === undefined ? null : <p className="offer__news">{words.mine(formatCount(mine.tickets, locale))}</p>}
      <Winners raffle={raffle} mine={mine} />
      {raffle.state === "drawn" ? <CheckDraw raffle={raffle} /> : null}
      <details className="draw__seed" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{words.seed}</summary>
        <code>{raffle.commitment}</code>
      </details>
    </li>
  );
}

export interface RafflesSectionProps {
  raffles: readonly Raffle[];
  /** One's own tickets; empty for guests. */
  tickets: readonly Tickets[];
}

/** Raffles with one's tickets, and drawn ones with a check that anybody can make. */
export function RafflesSection({ raffles, tickets }: RafflesSectionProps): ReactElement {
  const { raffles: words } = usePageTexts().rewards;
  return (
    <RewardSection words={words}>
      <ul className="card">
        {raffles.map((one) => (
          <RaffleCard key={one.id} raffle={one} mine={tickets.find(({ raffle }) => raffle === one.id)} />
        ))}
      </ul>
    </RewardSection>
  );
}
