import { useCallback, useEffect, type ReactElement } from "react";
import { ownStats, profile as profileSchema, type OwnStats, type Profile } from "../../../../wire/me.js";
import {
  challengeEntryList,
  challengeList,
  type ChallengeEntry,
  type ChallengeList,
} from "../../../../wire/challenges.js";
import { dropList, type Drop } from "../../../../wire/drops.js";
import {
  ownPredictions,
  predictionGames,
  type OwnPrediction,
  type PredictionGame,
} from "../../../../wire/predictions.js";
import { ownTickets, raffleList, type OwnTickets, type Raffle } from "../../../../wire/raffles.js";
import { ownRewards, rewardsOffer, type OwnRewards, type RewardsOffer } from "../../../../wire/rewards.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { Notice } from "../../components/notice.js";
import { SignedInOnly } from "../../components/signed-in-only.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { ChallengesSection } from "./challenges-section.js";
import { DropsSection } from "./drops-section.js";
import { MilestonesSection } from "./milestones-section.js";
import { PredictionsSection } from "./predictions-section.js";
import { RafflesSection } from "./raffles-section.js";
import { TiersSection } from "./tiers-section.js";
import { WonCard } from "./won-card.js";
import "./rewards.css";

interface Mine {
  profile: Profile;
  stats: OwnStats;
  rewards: OwnRewards;
  entries: ChallengeEntry[];
  tickets: OwnTickets["tickets"];
  predictions: OwnPrediction[];
}

function OwnPart({ mine: { profile, stats, rewards } }: { mine: Mine }): ReactElement {
  const { rewards: words } = usePageTexts();
  return (
    <>
      <WonCard profile={profile} stats={stats} />
      {rewards.hindrance === null ? null : <p className="panel-note">{words.hindrance[rewards.hindrance]}</p>}
    </>
  );
}

interface OfferProps {
  offer: RewardsOffer;
  drops: readonly Drop[];
  challenges: ChallengeList;
  raffles: readonly Raffle[];
  games: readonly PredictionGame[];
  mine: Mine | null;
}

function Offer({ offer, drops, challenges: { challenges, hosts }, raffles, games, mine }: OfferProps): ReactElement {
  const { nothing } = usePageTexts().rewards;
  const isEmpty = [offer.milestones, offer.tiers, drops, challenges, raffles, games].every((list) => list.length === 0);
  const canEarn = mine?.rewards.hindrance === null;
  return (
    <>
      {isEmpty ? (
        <Notice icon="gift" title={nothing.title}>
          {nothing.text}
        </Notice>
      ) : null}
      {canEarn ? <DropsSection drops={drops} /> : null}
      {canEarn && challenges.length > 0 ? (
        <ChallengesSection challenges={challenges} hosts={hosts} entries={mine.entries} />
      ) : null}
      {games.length === 0 ? null : (
        <PredictionsSection games={games} own={mine?.predictions ?? []} canPredict={mine !== null} />
      )}
      {raffles.length === 0 ? null : <RafflesSection raffles={raffles} tickets={mine?.tickets ?? []} />}
      {offer.milestones.length === 0 ? null : (
        <MilestonesSection milestones={offer.milestones} progress={mine?.rewards.milestones ?? []} />
      )}
      {offer.tiers.length === 0 ? null : <TiersSection tiers={offer.tiers} own={mine?.profile.tier ?? null} />}
    </>
  );
}

/** What the person has won, what there is to earn, and how far he is; guests see the offer. */
export function RewardsPage(): ReactElement {
  const { api, session } = useServices();
  const { rewards: words } = usePageTexts();
  const isSignedIn = useValue(session.state).kind === "signed-in";
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  const read = useCallback(async () => {
    const readMine = async (): Promise<Mine> => {
      const [profile, stats, rewards, { entries }, { tickets }, { predictions }] = await Promise.all([
        api.readMine("/me", profileSchema),
        api.readMine("/me/stats?period=all-time", ownStats),
        api.readMine("/me/rewards", ownRewards),
        api.readMine("/me/challenges", challengeEntryList),
        api.readMine("/me/raffles", ownTickets),
        api.readMine("/me/predictions", ownPredictions),
      ]);
      return { profile, stats, rewards, entries, tickets, predictions };
    };
    const [offer, { drops }, challenges, { raffles }, { games }, mine] = await Promise.all([
      api.read("/rewards", rewardsOffer),
      api.read("/drops", dropList),
      api.read("/challenges", challengeList),
      api.read("/raffles", raffleList),
      api.read("/predictions", predictionGames),
      isSignedIn ? readMine() : null,
    ]);
    return { offer, drops, challenges, raffles, games, mine };
  }, [api, isSignedIn]);
  const [loaded, { reload }] = useLoaded(read);
  return (
    <div className="halves">
      <header className="page-head">
        <h1>{words.title}</h1>
        <p className="page-head__lead">{words.lead}</p>
      </header>
      {isSignedIn ? null : <SignedInOnly isPage={false}>{null}</SignedInOnly>}
      {isSignedIn || loaded.phase !== "ready" ? (
        <LoadedPanel title={words.yours} loaded={loaded} onRetry={reload}>
          {({ mine }) => (mine === null ? null : <OwnPart mine={mine} />)}
        </LoadedPanel>
      ) : null}
      {loaded.phase === "ready" ? <Offer {...loaded.value} /> : null}
    </div>
  );
}
