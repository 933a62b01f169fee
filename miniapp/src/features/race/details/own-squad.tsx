import { useCallback, useState, type ReactElement } from "react";
import * as z from "zod/mini";
import type { MiniAppPagesMessages } from "../../../../../messages/en/mini-app-pages.js";
import type { Race } from "../../../../../wire/race.js";
import {
  ownSquad,
  ownSquads,
  raceSquads,
  type OwnSquad as Squad,
  type RaceSquads,
} from "../../../../../wire/squads.js";
import { Button } from "../../../components/button.js";
import { Fault } from "../../../components/fault.js";
import { TextInput } from "../../../components/inputs.js";
import { ProblemError } from "../../../lib/api/send.js";
import { formatInstant } from "../../../lib/duration.js";
import { useServices } from "../../../lib/services.js";
import { useValue } from "../../../lib/store.js";
import { usePageTexts } from "../../../lib/texts/page-texts.js";
import { useLoaded } from "../../../lib/use-loaded.js";

type Words = MiniAppPagesMessages["lanes"]["squads"];

/** Why a squad was not formed, joined or left, in the person's language. */
function refusalOf(error: unknown, words: Words): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.status === 404) return words.unknownCode;
  if (error.status === 400) return words.badName;
  const [reason] = error.problem?.allowed ?? [];
  return Object.entries(words.refusals).find(([known]) => known === reason)?.[1];
}

/** Does something about squads, one at a time. */
function useSquadAct(onDone: () => void): {
  run: (act: () => Promise<unknown>) => void;
  isBusy: boolean;
  fault: string | undefined;
} {
  const { host, texts } = useServices();
  const { squads: words } = usePageTexts().lanes;
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const run = (act: () => Promise<unknown>): void => {
    const attempt = async (): Promise<void> => {
      try {
        await act();
        host?.haptic("success");
        onDone();
      } catch (error) {
        host?.haptic("failure");
        setFault(refusalOf(error, words) ?? texts.state.failed);
      }
      setIsBusy(false);
    };
    setIsBusy(true);
    setFault(undefined);
    void attempt();
  };
  return { run, isBusy, fault };
}

interface WayInProps {
  race: Race;
  onDone: () => void;
}

/** A name forms a squad, a code joins one. */
function WayIn({ race, onDone }: WayInProps): ReactElement {
  const { api } = useServices();
  const { squads: words } = usePageTexts().lanes;
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const { run, isBusy, fault } = useSquadAct(onDone);
  const send = (path: string, body: Record<string, string>) => () =>
    api.changeMine({ method: "POST", path, schema: ownSquad, body });
  return (
    <div className="squad__ways">
      <p className="lane__about">{words.lead}</p>
      <div className="squad__way">
        <TextInput label={words.name} value={name} maxLength={32} onChange={setName} />
        <Button
          isDisabled={isBusy || name.trim() === ""}
          onPress={() => run(send("/me/squads", { race: race.id, name }))}
        >
          {words.form}
        </Button>
      </div>
      <div className="squad__way">
        <TextInput label={words.code} value={code} maxLength={10} isMono onChange={setCode} />
        <Button
          isDisabled={isBusy || code.trim() === ""}
          onPress={() => run(send("/me/squads/join", { code: code.trim() }))}
        >
          {words.join}
        </Button>
      </div>
      <Fault text={fault} />
    </div>
  );
}

function Belonging({ own, onDone }: { own: Squad; onDone: () => void }): ReactElement {
  const { api, host } = useServices();
  const { squads: words } = usePageTexts().lanes;
  const { run, isBusy, fault } = useSquadAct(onDone);
  const { squad, most, isOpen, code, invitation } = own;
  const leave = () => api.changeMine({ method: "DELETE", path: `/me/squads/${squad.id}`, schema: z.undefined() });
  const share = `https://t.me/share/url?url=${encodeURIComponent(invitation ?? "")}&text=${encodeURIComponent(words.inviteText)}`;
  return (
    <div className="squad__own">
      <p className="squad__name">
        {words.yours}: <bdi>{squad.name}</bdi>
      </p>
      <p className="lane__about">
        {words.members(squad.members.length, most)}: <bdi>{squad.members.map(({ name }) => name).join(", ")}</bdi>
      </p>
      {isOpen && squad.members.length < 2 ? <p className="lane__about">{words.alone}</p> : null}
      {isOpen ? (
        <>
          <p className="lane__about">
            {words.passOn}: <code className="squad__code">{code}</code>
          </p>
          <div className="form__actions">
            {invitation === null || host === undefined ? null : (
              <Button look="fill" onPress={() => host.openTelegramLink(share)}>
                {words.invite}
              </Button>
            )}
            <Button look="danger" isDisabled={isBusy} onPress={() => run(leave)}>
              {words.leave}
            </Button>
          </div>
        </>
      ) : null}
      <Fault text={fault} />
    </div>
  );
}

interface Known {
  squads: RaceSquads;
  own: Squad | undefined;
}

/** One's squad in a race, or the way into one while squads are open. */
export function OwnSquad({ race }: { race: Race }): ReactElement | null {
  const { api, session, dateLocale } = useServices();
  const { squads: words } = usePageTexts().lanes;
  const isSignedIn = useValue(session.state).kind === "signed-in";
  const read = useCallback(async (): Promise<Known> => {
    const [squads, mine] = await Promise.all([
      api.read(`/races/${race.id}/squads`, raceSquads),
      isSignedIn ? api.readMine("/me/squads", ownSquads) : { squads: [] },
    ]);
    return { squads, own: mine.squads.find((one) => one.race.id === race.id) };
  }, [api, race.id, isSignedIn]);
  const [loaded, { reload }] = useLoaded(read);
  // The places stand above: what is missing here is only the way to join.
  if (loaded.phase !== "ready") return null;
  const { squads, own } = loaded.value;
  return (
    <div className="squad">
      {own === undefined ? null : <Belonging own={own} onDone={reload} />}
      <p className="lane__about">
        {squads.isOpen ? `${words.openUntil} ${formatInstant(squads.closesAt, dateLocale)}` : words.closed}
      </p>
      {squads.isOpen && isSignedIn && own === undefined ? <WayIn race={race} onDone={reload} /> : null}
    </div>
  );
}
