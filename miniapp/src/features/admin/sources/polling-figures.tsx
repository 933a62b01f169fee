import type { ReactElement } from "react";
import type { PolledSource } from "../../../../../wire/polled-sources.js";
import { formatsFor } from "../../../../../messages/format.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatCount, formatSum } from "../../../lib/money-format.js";
import { useServices } from "../../../lib/services.js";
import { useAdminTexts } from "../parts/admin-texts.js";
import { Age } from "../parts/age.js";
import { Facts } from "../parts/facts.js";

/** From here on it is asked every five minutes at the most (core/sources/plan-poll.ts). */
const BREAKER_FAILURES = 5;

/** What keeps a source from answering, and how often it is tried all the same. */
export function Failing({ source }: { source: PolledSource }): ReactElement | null {
  const { desk } = useAdminTexts();
  const { failures, failureKind, failureDetail, failingSince } = source;
  if (failures === 0) return null;
  const kinds: Readonly<Record<string, string>> = desk.polled.failureKind;
  return (
    <div className="warning held">
      <p className="held__why">
        {desk.polled.failures(failures)}
        {failureKind === null ? null : ` · ${kinds[failureKind] ?? failureKind}`}
        {failingSince === null ? null : (
          <>
            {" · "}
            <Age at={failingSince} />
          </>
        )}
      </p>
      {failureDetail === null ? null : <p>{failureDetail}</p>}
      {failures < BREAKER_FAILURES ? null : <p>{desk.polled.brake}</p>}
    </div>
  );
}

/** How a source is asked, and how its answers have been. */
export function Figures({ source }: { source: PolledSource }): ReactElement {
  const { locale, dateLocale } = useServices();
  const { desk } = useAdminTexts();
  const isBad = source.state === "failing" || source.state === "auth_expired" || source.state === "held";
  const { polling: words, polled } = desk;
  const last = source.polls.find(({ purpose }) => purpose === "poll" || purpose === "test");
  return (
    <Facts
      facts={[
        {
          label: words.stateLabel,
          value: <strong className={isBad ? "bad" : "good"}>{words.state[source.state]}</strong>,
        },
        { label: polled.adapter, value: polled.adapterOf[source.adapter] },
        last === undefined ? undefined : { label: polled.lastAsked, value: <Age at={last.at} /> },
        source.nextPollAt === null
          ? undefined
          : { label: words.next, value: formatInstant(source.nextPollAt, dateLocale) },
        { label: words.every, value: formatsFor(locale).duration(source.intervalSeconds * 1000) },
        source.latencyMs === null
          ? undefined
          : { label: words.latency, value: words.took(formatCount(source.latencyMs, locale)) },
        source.successPercent === null ? undefined : { label: words.success, value: `${source.successPercent} %` },
        source.rows === null ? undefined : { label: words.rows, value: formatCount(source.rows, locale) },
        source.total === null ? undefined : { label: words.total, value: formatSum(source.total, locale) },
        source.baseUrl === null ? undefined : { label: polled.address, value: <bdi>{source.baseUrl}</bdi> },
        source.account === null ? undefined : { label: words.account, value: <bdi>{source.account}</bdi> },
        {
          label: words.credential,
          value: !source.hasCredential ? (
            polled.noCredential
          ) : (
            <>
              {polled.credentialSet} {source.credentialSetAt === null ? null : <Age at={source.credentialSetAt} />}
            </>
          ),
        },
      ]}
    />
  );
}
