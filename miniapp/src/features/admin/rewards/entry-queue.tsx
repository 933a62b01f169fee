import type { ReactElement } from "react";
import { Link } from "wouter";
import {
  challengeList,
  queuedEntry,
  queuedEntryList,
  type Challenge,
  type QueuedEntry,
} from "../../../../../wire/challenges.js";
import { formatCount, formatPrize } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { formatExact } from "../parts/amounts.js";
import { Deeds } from "../parts/deeds.js";
import { DeskPanel } from "../parts/desk-panel.js";
import { Facts, type Fact } from "../parts/facts.js";
import { useQueues } from "../parts/queues.js";
import { useDesk } from "../parts/use-desk.js";
import { useViewer } from "../parts/viewer.js";

interface EntryProps {
  entry: QueuedEntry;
  /** What was asked for; undefined until it is read, and of old challenges that are no longer listed. */
  challenge: Challenge | undefined;
  onChange: () => void;
}

function Judgement({ entry, challenge, onChange }: EntryProps): ReactElement {
  const { api, locale } = useServices();
  const { entries: words } = useAdminTexts().rewards;
  const { name } = entry.account;
  const decide = async (verb: "accept" | "reject", body: unknown): Promise<void> => {
    const path = `/admin/rewards/entries/${entry.id}/${verb}`;
    await api.changeMine({ method: "POST", path, schema: queuedEntry, body });
    onChange();
  };
  return (
    <Deeds
      label={words.task(entry.game, entry.multiplier)}
      deeds={[
        {
          key: "accept",
          label: words.accept,
          look: "fill",
          ask:
            challenge === undefined
              ? words.acceptAskPlain(name)
              : words.acceptAsk(name, formatPrize(challenge.prize, locale)),
          run: () => decide("accept", {}),
        },
        {
          key: "reject",
          label: words.reject,
          look: "danger",
          asks: [{ name: "reason", label: words.askRejection, rows: 2, maxLength: 500 }],
          run: ({ reason }) => decide("reject", { reason }),
        },
      ]}
    />
  );
}

function EntryItem(props: EntryProps): ReactElement {
  const { locale } = useServices();
  const { desk, rewards } = useAdminTexts();
  const { entries: words } = rewards;
  const { id } = useViewer();
  const { entry, challenge } = props;
  const { account, user } = entry;
  const asked: Fact[] =
    challenge === undefined
      ? []
      : [
          { label: words.minBet, value: formatExact(challenge.minBet, locale) },
          { label: words.prize, value: <span className="gold">{formatPrize(challenge.prize, locale)}</span> },
          {
            label: words.left,
            value: `${formatCount(challenge.winnersLeft, locale)} / ${formatCount(challenge.winners, locale)}`,
          },
        ];
  return (
    <li className="item">
      <div className="item__head">
        <div className="item__what">
          <bdi className="item__title">{words.task(entry.game, entry.multiplier)}</bdi>
          <span className="item__sub">
            <Link href={`/admin/players/${account.id}`}>
              <bdi>{account.name}</bdi>
            </Link>{" "}
            · {account.source} · <Age at={entry.enteredAt} />
          </span>
        </div>
      </div>
      <Facts
        facts={[
          { label: words.accountId, value: <span className="selectable">{account.playerId}</span> },
          {
            label: words.person,
            value: (
              <Link href={`/admin/people/${user}`} className="inline-link">
                {desk.players.person(user)}
              </Link>
            ),
          },
          ...asked,
        ]}
      />
      <p className="bet-link">
        <a href={entry.betLink} target="_blank" rel="noopener noreferrer">
          {words.openBet}
        </a>
        {/* In full: whoever judges sees where the link leads before he follows it. */}
        <span className="item__sub">{entry.betLink}</span>
      </p>
      {user === id ? <p className="warning">{words.own}</p> : <Judgement {...props} />}
    </li>
  );
}

/** What players handed in and somebody has to judge, oldest first. */
export function EntryQueue(): ReactElement {
  const { entries: words } = useAdminTexts().rewards;
  const entries = useDesk("/admin/rewards/entries", queuedEntryList);
  const challenges = useDesk("/admin/rewards/challenges", challengeList);
  const queues = useQueues();
  const known = challenges.loaded.phase === "ready" ? challenges.loaded.value.challenges : [];
  const onChange = (): void => {
    entries.refresh();
    challenges.refresh();
    queues.refresh();
  };
  return (
    <DeskPanel
      isQuiet
      title={words.title}
      desk={entries}
      empty={{ when: (value) => value.entries.length === 0, text: words.none }}
    >
      {(value) => (
        <ul className="card items">
          {value.entries.map((entry) => (
            <EntryItem
              key={entry.id}
              entry={entry}
              challenge={known.find((one) => one.id === entry.challenge)}
              onChange={onChange}
            />
          ))}
        </ul>
      )}
    </DeskPanel>
  );
}
