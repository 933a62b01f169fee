import { useCallback, useEffect, useState, type ReactElement } from "react";
import * as z from "zod/mini";
import { linkList, type Link } from "../../../../wire/links.js";
import { Button } from "../../components/button.js";
import { LoadedPanel } from "../../components/loaded-panel.js";
import { Fault } from "../../components/fault.js";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { useAction } from "../../lib/use-action.js";
import { useLoaded } from "../../lib/use-loaded.js";
import { LinkChallenge } from "./link-challenge.js";
import { LinkForm } from "./link-form.js";
import { WordsForm } from "../../components/words-form.js";

/** Requests that led nowhere are history, which the page does not keep. */
const SHOWN: ReadonlySet<Link["state"]> = new Set(["pending", "under_review", "cooling", "approved", "rejected"]);
const UNDER_WAY: ReadonlySet<Link["state"]> = new Set(["pending", "under_review", "cooling"]);

interface LinkItemProps {
  link: Link;
  onChange: () => void;
}

function LinkItem({ link, onChange }: LinkItemProps): ReactElement {
  const { api } = useServices();
  const { links } = usePageTexts();
  const [isSure, setIsSure] = useState(false);
  const [isTelling, setIsTelling] = useState(false);
  const { run, isBusy, fault } = useAction();
  const isActive = link.state === "approved";
  const canLeave = link.allowed.includes("unlink") || link.allowed.includes("withdraw");
  const leave = async (): Promise<void> => {
    await api.changeMine({ method: "DELETE", path: `/me/links/${link.id}`, schema: z.undefined() });
    onChange();
  };
  return (
    <li className="link">
      <div className="link__main">
        <div className="link__what">
          <bdi className="link__name">{link.player.name}</bdi>
          <span className="link__source">{link.sourceName}</span>
        </div>
        <span className={`pill pill--${link.state}`}>{links.state[link.state]}</span>
      </div>
      {link.challenge === null ? null : <LinkChallenge challenge={link.challenge} onCheck={onChange} />}
      {link.reason === null ? null : <p className="link__reason">{link.reason}</p>}
      {link.allowed.includes("submit-evidence") && isTelling ? (
        <WordsForm
          path={`/me/links/${link.id}/evidence`}
          label={links.evidence}
          hint={links.evidenceHint}
          submit={links.evidenceSend}
          onDone={onChange}
          onCancel={() => setIsTelling(false)}
        />
      ) : null}
      <Fault text={fault} />
      <div className="link__actions">
        {link.allowed.includes("submit-evidence") && !isTelling ? (
          <Button onPress={() => setIsTelling(true)}>{links.otherProof}</Button>
        ) : null}
        {canLeave && !isSure ? (
          <Button onPress={() => setIsSure(true)}>{isActive ? links.unlink : links.withdraw}</Button>
        ) : null}
        {isSure ? (
          <Button look="danger" isDisabled={isBusy} onPress={() => run(leave)}>
            {isActive ? links.unlinkSure : links.withdrawSure}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

interface LinksPanelProps {
  isLinked: boolean;
  /** The profile has to be read again: a link has come or gone. */
  onChange: () => void;
}

/** The person's casino accounts, and how to prove another one. */
export function LinksPanel({ isLinked, onChange }: LinksPanelProps): ReactElement {
  const { api, onFront } = useServices();
  const { links: words } = usePageTexts();
  const [loaded, { reload }] = useLoaded(useCallback(() => api.readMine("/me/links", linkList), [api]));
  const [isAdding, setIsAdding] = useState(false);
  const links = loaded.phase === "ready" ? loaded.value.links.filter(({ state }) => SHOWN.has(state)) : [];
  const isUnderWay = links.some(({ state }) => UNDER_WAY.has(state));
  // The proof is given elsewhere: coming back is the moment to look.
  useEffect(() => (isUnderWay ? onFront(reload) : undefined), [isUnderWay, onFront, reload]);
  const isProven = links.some(({ state }) => state === "approved");
  useEffect(() => {
    if (isProven && !isLinked) onChange();
  }, [isProven, isLinked, onChange]);
  const changed = (): void => {
    setIsAdding(false);
    reload();
    onChange();
  };
  return (
    <LoadedPanel title={words.title} loaded={loaded} onRetry={reload}>
      {() => (
        <div className="card links">
          {links.length === 0 && !isAdding ? <p className="panel-note">{words.why}</p> : null}
          <ul>
            {links.map((link) => (
              <LinkItem key={link.id} link={link} onChange={link.state === "pending" ? reload : changed} />
            ))}
          </ul>
          {isAdding ? (
            <LinkForm onDone={changed} onCancel={() => setIsAdding(false)} />
          ) : (
            <div className="links__add">
              <Button look={links.length === 0 ? "fill" : "tint"} onPress={() => setIsAdding(true)}>
                {links.length === 0 ? words.first : words.another}
              </Button>
            </div>
          )}
        </div>
      )}
    </LoadedPanel>
  );
}
