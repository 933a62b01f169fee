import type { ReactElement, ReactNode } from "react";
import type { MyStanding, Race } from "../../../../wire/race.js";
import { formatDeepLink } from "../../../../wire/deep-link.js";
import { Button } from "../../components/button.js";
import { formatCount, formatPrize, formatSum, formatWager, isZero } from "../../lib/money-format.js";
import { useServices } from "../../lib/services.js";
import { useValue } from "../../lib/store.js";
import { appLink, chatLink } from "../../lib/telegram-links.js";
import { DataAge } from "./data-age.js";
import { Distances } from "./distances.js";
import { ShareButton } from "./share/share-button.js";

function Hint({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }): ReactElement {
  return (
    <div className="mine__hint">
      <div>
        <p className="mine__hint-title">{title}</p>
        <p className="mine__hint-text">{children}</p>
      </div>
      {action}
    </div>
  );
}

interface PlaceProps {
  race: Race;
  mine: MyStanding;
  name: string;
  /** Rank of the next better score, when that row is loaded; ties leave ranks out, so it is not just one less. */
  nextRank: number | undefined;
}

function Place({ race, mine, name, nextRank }: PlaceProps): ReactElement {
  const { texts, locale } = useServices();
  const { mine: words } = texts;
  // Distances and "now" mean something only while places can still change hands.
  const isRunning = race.status === "live";
  if (mine.rank === null) return <Hint title={name}>{words.noScore}</Hint>;
  const rank = formatCount(mine.rank, locale);
  return (
    <>
      <div className="mine__main" data-testid="my-place">
        <span className="mine__rank">
          <span className="mine__hash">#</span>
          {rank}
        </span>
        <span className="mine__who">
          <bdi className="mine__name">{name}</bdi>
          <span className="mine__wagered">{formatWager(mine.wagered, locale)}</span>
        </span>
        <span className="mine__prize">
          <span className="mine__label">{isRunning ? words.prizeNow : texts.shared.prize}</span>
          <span className={`mine__amount ${isZero(mine.prize) ? "mine__amount--none" : ""}`}>
            {formatPrize(mine.prize, locale)}
          </span>
        </span>
      </div>
      {isRunning ? <Distances mine={mine} rank={mine.rank} nextRank={nextRank} /> : null}
      <div className="mine__foot">
        <div className="mine__notes">
          {mine.projection === null || !isRunning ? null : (
            <span>{words.pace(formatSum(mine.projection, locale))}</span>
          )}
          {race.asOf !== null && isRunning ? <DataAge asOf={race.asOf} className="" /> : null}
        </div>
        <ShareButton what="place" race={race.id} />
      </div>
      {/* The only thing on the page that speaks up by itself. */}
      <p className="hidden" aria-live="polite">
        {words.announce(rank)}
      </p>
    </>
  );
}

function Guest({ race }: { race: Race }): ReactElement {
  const { texts, config } = useServices();
  const href = appLink(useValue(config), formatDeepLink({ kind: "race", value: race.id }));
  return (
    <Hint
      title={texts.mine.guestTitle}
      action={
        href === undefined ? null : (
          <a className="button button--fill" href={href}>
            {texts.mine.openInTelegram}
          </a>
        )
      }
    >
      {texts.mine.guest}
    </Hint>
  );
}

function NotLinked(): ReactElement {
  const { texts, config, host } = useServices();
  const href = chatLink(useValue(config), formatDeepLink({ kind: "link", value: "app" }));
  return (
    <Hint
      title={texts.mine.notLinkedTitle}
      action={
        href === undefined ? null : (
          <Button look="fill" onPress={() => host?.openTelegramLink(href)}>
            {texts.mine.link}
          </Button>
        )
      }
    >
      {texts.mine.notLinked}
    </Hint>
  );
}

function Content({ race, mine, nextRank }: MyCardProps): ReactNode {
  const { texts, session, host } = useServices();
  const state = useValue(session.state);
  const { mine: words } = texts;
  if (host === undefined) return <Guest race={race} />;
  if (state.kind === "signed-in") {
    if (state.user.player === null) return <NotLinked />;
    if (mine === undefined) return <Waiting />;
    return <Place race={race} mine={mine} name={state.user.player.name} nextRank={nextRank} />;
  }
  if (state.kind === "expired") return <Hint title={words.expiredTitle}>{words.expired}</Hint>;
  if (state.kind === "none") return <Hint title={words.title}>{words.noSession}</Hint>;
  return state.kind === "unavailable" ? <Hint title={words.title}>{words.unavailable}</Hint> : <Waiting />;
}

/** Holds the card's place while one's own standing is on its way, so that nothing jumps. */
function Waiting(): ReactElement {
  return (
    <div className="mine__main" aria-hidden="true">
      <span className="bone bone--line" />
    </div>
  );
}

export interface MyCardProps extends Pick<PlaceProps, "nextRank"> {
  race: Race;
  mine: MyStanding | undefined;
}

/** Where I stand, pinned to the bottom of the window; or what keeps the app from telling. */
export function MyCard(props: MyCardProps): ReactElement {
  const { texts } = useServices();
  return (
    <section className="mine" aria-label={texts.mine.title}>
      <Content {...props} />
    </section>
  );
}
