import { useCallback, useState, type ReactElement } from "react";
import { prize as prizeSchema, prizeList, type Prize, type PrizeList } from "../../../../wire/payouts.js";
import { Button } from "../../components/button.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { Notice } from "../../components/notice.js";
import { formatInstant } from "../../lib/duration.js";
import { formatCount, formatPrize } from "../../lib/money-format.js";
import { prizeTitle } from "../../lib/prize-title.js";
import { Fault } from "../../components/fault.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { ClaimForm } from "./claim-form.js";

function PrizeNote({ prize }: { prize: Prize }): ReactElement {
  const { dateLocale } = useServices();
  const { prizes } = usePageTexts();
  const { state, reference } = prize;
  return (
    <p className={`prize__state prize__state--${state}`}>
      {state === "owed" ? prizes.claimBefore(formatInstant(prize.expiresAt, dateLocale)) : prizes.state[state]}
      {reference === null ? null : <span className="prize__reference">{prizes.reference(reference)}</span>}
    </p>
  );
}

interface PrizeItemProps {
  prize: Prize;
  onChange: (prize: Prize) => void;
}

function PrizeItem({ prize, onChange }: PrizeItemProps): ReactElement {
  const { api, texts, locale, dateLocale } = useServices();
  const pages = usePageTexts();
  const { prizes } = pages;
  const [isClaiming, setIsClaiming] = useState(false);
  const confirming = useAction();
  const confirm = async (): Promise<void> =>
    onChange(await api.changeMine({ method: "POST", path: `/me/prizes/${prize.id}/confirm`, schema: prizeSchema }));
  return (
    <li className="prize">
      <div className="prize__main">
        <div className="prize__what">
          <bdi className="prize__race">{prizeTitle(prize, pages, { locale, dateLocale })}</bdi>
          {prize.rank === null ? null : (
            <span className="prize__rank">{texts.race.place(formatCount(prize.rank, locale))}</span>
          )}
          <PrizeNote prize={prize} />
        </div>
        <span className="prize__amount">{formatPrize(prize.amount, locale)}</span>
      </div>
      {prize.allowed.includes("claim") && !isClaiming ? (
        <Button look="fill" onPress={() => setIsClaiming(true)}>
          {prizes.claim}
        </Button>
      ) : null}
      {isClaiming ? (
        <ClaimForm
          prize={prize}
          onDone={(claimed) => {
            setIsClaiming(false);
            onChange(claimed);
          }}
          onCancel={() => setIsClaiming(false)}
        />
      ) : null}
      {prize.allowed.includes("confirm") ? (
        <Button onPress={() => confirming.run(confirm)}>{prizes.confirm}</Button>
      ) : null}
      <Fault text={confirming.fault} />
    </li>
  );
}

function replaced({ prizes }: PrizeList, changed: Prize): PrizeList {
  return { prizes: prizes.map((prize) => (prize.id === changed.id ? changed : prize)) };
}

/** The prize inbox: to claim, on their way, paid. */
export function PrizesPanel(): ReactElement {
  const { api } = useServices();
  const { prizes: words } = usePageTexts();
  const [loaded, { reload, put }] = useLoaded(useCallback(() => api.readMine("/me/prizes", prizeList), [api]));
  return (
    <LoadedPanel title={words.title} loaded={loaded} onRetry={reload}>
      {(list) => (
        <div className="card" id="prizes">
          {list.prizes.length === 0 ? (
            <Notice icon="cup" title={words.emptyTitle}>
              {words.empty}
            </Notice>
          ) : (
            <ul className="prize-list">
              {list.prizes.map((prize) => (
                <PrizeItem key={prize.id} prize={prize} onChange={(changed) => put(replaced(list, changed))} />
              ))}
            </ul>
          )}
        </div>
      )}
    </LoadedPanel>
  );
}
