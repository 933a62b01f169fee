import { useCallback, useEffect, useId, useRef, useState, type ReactElement } from "react";
import { share as shareSchema, type Share } from "../../../../../wire/sharing.js";
import { Icon, type IconName } from "../../../components/icons.js";
import type { Host, Sharing } from "../../../lib/host.js";
import { useServices } from "../../../lib/services.js";
import { useLoaded } from "../../../lib/use-loaded.js";
import type { ShareProps } from "./share-props.js";
import { useShareTexts } from "./share-texts.js";
import "./share.css";

/** Offered once, after something went well, and never again on this device. */
const OFFERED = "home-screen:offered";

interface RowProps {
  icon: IconName;
  children: string;
  onPress: () => void;
  isDisabled?: boolean;
}

function Row({ icon, children, onPress, isDisabled = false }: RowProps): ReactElement {
  return (
    <button type="button" className="sheet__row" disabled={isDisabled} onClick={onPress}>
      <Icon name={icon} className="sheet__icon" />
      {children}
    </button>
  );
}

type Outcome = "sent" | "declined" | "failed" | undefined;

/** One's own server has every picture; its public address may not lead anywhere in the sandbox. */
function ownPath(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function chatLink({ link, text }: Share): string {
  return `https://t.me/share/url?${new URLSearchParams({ url: link, text }).toString()}`;
}

function Ways({ share, sharing, host }: { share: Share; sharing: Sharing; host: Host }): ReactElement {
  const { storage } = useServices();
  const words = useShareTexts();
  const [outcome, setOutcome] = useState<Outcome>();
  const [isBusy, setIsBusy] = useState(false);
  const [offersHome, setOffersHome] = useState(false);
  const { message, picture } = share;

  async function send(id: string): Promise<void> {
    setIsBusy(true);
    const ended = await sharing.sendMessage(id);
    setIsBusy(false);
    setOutcome(ended);
    if (ended !== "declined") host.haptic(ended === "sent" ? "success" : "failure");
    if (ended === "sent" && storage.get(OFFERED) === undefined) setOffersHome(await sharing.canAddToHomeScreen());
  }

  async function addToHomeScreen(): Promise<void> {
    storage.set(OFFERED, "yes");
    setOffersHome(false);
    await sharing.addToHomeScreen();
  }

  return (
    <>
      {message !== null && sharing.canSendMessages && outcome !== "failed" ? (
        <Row icon="telegram" isDisabled={isBusy} onPress={() => void send(message.id)}>
          {words.message}
        </Row>
      ) : (
        <Row icon="link" onPress={() => host.openTelegramLink(chatLink(share))}>
          {words.link}
        </Row>
      )}
      {picture !== null && sharing.canPostStories ? (
        <Row icon="story" onPress={() => sharing.postStory({ picture, text: share.text, link: share.link })}>
          {words.story}
        </Row>
      ) : null}
      {offersHome ? (
        <Row icon="phone" onPress={() => void addToHomeScreen()}>
          {words.homeScreen}
        </Row>
      ) : null}
      <p className="sheet__note" role="status">
        {outcome === undefined ? "" : words[outcome]}
      </p>
    </>
  );
}

interface Prepared {
  share: Share;
  sharing: Sharing;
}

/** Everything that can be done with a race or a place, prepared before a finger comes down: clients want no pause. */
export function ShareSheet({
  what,
  race,
  host,
  onClose,
}: ShareProps & { host: Host; onClose: () => void }): ReactElement {
  const { api, texts } = useServices();
  const words = useShareTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const prepare = useCallback(async (): Promise<Prepared> => {
    const [share, sharing] = await Promise.all([
      api.changeMine({ method: "POST", path: "/me/shares", schema: shareSchema, body: { what, race } }),
      host.sharing(),
    ]);
    return { share, sharing };
  }, [api, host, what, race]);
  const [loaded, { reload }] = useLoaded(prepare);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => host.showBackButton(() => dialog.current?.close()), [host]);
  const picture = loaded.phase === "ready" ? loaded.value.share.picture : null;
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      onClose={onClose}
      // The backdrop is the dialog itself; what lies on it has an element of its own.
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
    >
      <div className="sheet__body">
        <div className="sheet__head">
          <h2 id={id}>{words.title[what]}</h2>
          <button
            type="button"
            className="sheet__close"
            aria-label={words.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="cross" />
          </button>
        </div>
        <div className="sheet__picture">
          {picture === null ? null : <img src={ownPath(picture)} width={1200} height={630} alt={words.picture} />}
        </div>
        {what === "place" ? <p className="sheet__note">{words.publicName}</p> : null}
        {loaded.phase === "ready" ? <Ways {...loaded.value} host={host} /> : null}
        {loaded.phase === "failed" ? (
          <>
            <p className="fault" role="alert">
              {texts.state.failedTitle}
            </p>
            <Row icon="share" onPress={reload}>
              {texts.state.retry}
            </Row>
          </>
        ) : null}
      </div>
    </dialog>
  );
}
