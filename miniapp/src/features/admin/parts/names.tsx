import { useEffect, useState, type ReactElement } from "react";
import { Link } from "wouter";
import { accountList, type Account } from "../../../../../wire/admin-players.js";
import { useServices } from "../../../lib/services.js";

/** As many as one question takes. */
const MOST_IDS = 200;

/** Full names of players by our ids, asked for once; until they are here the id stands for the name. */
export function useNames(ids: readonly string[]): ReadonlyMap<string, Account> {
  const { api } = useServices();
  const [known, setKnown] = useState<ReadonlyMap<string, Account>>(new Map());
  const wanted = [...new Set(ids)].filter((id) => !known.has(id)).slice(0, MOST_IDS);
  const list = wanted.join(",");
  useEffect(() => {
    if (list === "") return;
    api.readMine(`/admin/players?ids=${list}`, accountList).then(
      ({ accounts }) => setKnown((before) => new Map([...before, ...accounts.map((one) => [one.id, one] as const)])),
      // The ids stay: they are what the API goes by anyway.
      () => undefined,
    );
  }, [api, list]);
  return known;
}

export interface PlayerNameProps {
  id: string;
  names: ReadonlyMap<string, Account>;
  /** Where a press leads; the player's own page by default. */
  href?: string;
}

/** A player's full name as a link. */
export function PlayerName({ id, names, href = `/admin/players/${id}` }: PlayerNameProps): ReactElement {
  const account = names.get(id);
  return (
    <Link href={href} className="player-name">
      <bdi>{account?.name ?? id}</bdi>
      {account === undefined ? null : <span className="player-name__source">{account.source}</span>}
    </Link>
  );
}
