import { type ReactNode, useEffect, useState } from "react";
import type { Act, ActResult, InlineAnswerView, InlineResultView } from "../../../telegram/control.js";
import { useDesk } from "../app/desk.js";
import { Avatar } from "../components/avatar.js";

/** `@bot words` in the composer, or null. A blank after the name is what starts inline mode. */
export function inlineQueryIn(draft: string, botUsername: string): string | null {
  const match = /^@(\w+)\s(.*)$/s.exec(draft);
  return match !== null && match[1]?.toLowerCase() === botUsername.toLowerCase() ? (match[2] ?? "") : null;
}

/** A pause in typing this long asks the bot, as clients do. */
const TYPING_PAUSE_MS = 300;

type Found = { answer: InlineAnswerView | null; isWaiting: boolean; more: () => void };

type ActFunction = (act: Act) => Promise<ActResult | null>;

async function ask(act: ActFunction, chatId: number, query: string, offset: string): Promise<InlineAnswerView | null> {
  const result = await act({ do: "inlineQuery", chatId, query, ...(offset === "" ? {} : { offset }) });
  return result?.kind === "inlineAnswer" ? result.answer : null;
}

/** The bot's answer to what is typed. The last answer stays until the next is here; one to an older text is dropped. */
function useInlineAnswer(chatId: number, query: string): Found {
  const { act } = useDesk();
  const [found, setFound] = useState<{ query: string; answer: InlineAnswerView | null } | null>(null);
  const [isPaging, setPaging] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    const askNow = async (): Promise<void> => {
      const answer = await ask(act, chatId, query, "");
      if (isCurrent) setFound({ query, answer });
    };
    const timer = setTimeout(() => void askNow(), TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [act, chatId, query]);
  const isWaiting = found?.query !== query || isPaging;
  const answer = found?.answer ?? null;
  const more = async (): Promise<void> => {
    if (answer === null || answer.nextOffset === "" || isWaiting) return;
    setPaging(true);
    const next = await ask(act, chatId, query, answer.nextOffset);
    setPaging(false);
    if (next === null) return;
    // Typing went on meanwhile: these results belong to nothing that is shown.
    setFound((now) =>
      now?.answer === answer ? { query, answer: { ...next, results: [...answer.results, ...next.results] } } : now,
    );
  };
  return { answer, isWaiting, more: () => void more() };
}

function ResultRow({ result, onChoose }: { result: InlineResultView; onChoose: () => void }): ReactNode {
  return (
    <button type="button" className="popup-row inline-result" data-testid="inline-result" onClick={onChoose}>
      {result.thumbnailUrl === undefined ? (
        <Avatar id={result.title.length} name={result.title} size={40} kind="group" />
      ) : (
        <img className="inline-thumb" src={result.thumbnailUrl} alt="" />
      )}
      <span className="inline-text">
        <bdi className="inline-title">{result.title}</bdi>
        {result.description === undefined ? null : <bdi className="inline-description">{result.description}</bdi>}
      </span>
    </button>
  );
}

function startAct(payload: string | undefined): Act {
  return payload === undefined ? { do: "startBot" } : { do: "startBot", payload };
}

type Props = { chatId: number; query: string; threadId: number | undefined; onDone: () => void };

/** What the bot offers for `@bot words`, above the composer. */
export function InlinePanel({ chatId, query, threadId, onDone }: Props): ReactNode {
  const { act, perform, openMiniApp } = useDesk();
  const { answer, isWaiting, more } = useInlineAnswer(chatId, query);
  const choose = async (resultId: string): Promise<void> => {
    if (answer === null) return;
    const thread = threadId === undefined ? {} : { threadId };
    const result = await act({ do: "chooseInlineResult", chatId, queryId: answer.queryId, resultId, ...thread });
    if (result !== null) onDone();
  };
  const pressTop = (): void => {
    if (answer?.button === undefined) return;
    if (answer.button.webAppUrl !== undefined) openMiniApp({ from: "inlineResults", queryId: answer.queryId }, chatId);
    else void perform(startAct(answer.button.startParameter), chatId);
  };
  return (
    <div
      className="popup-list inline-panel"
      data-testid="inline-panel"
      aria-busy={isWaiting}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        if (scrollHeight - scrollTop - clientHeight < 40) more();
      }}
    >
      {answer?.button === undefined ? null : (
        <button type="button" className="popup-row inline-top" onClick={pressTop}>
          {answer.button.text}
        </button>
      )}
      {(answer?.results ?? []).map((result) => (
        <ResultRow key={result.id} result={result} onChoose={() => void choose(result.id)} />
      ))}
      {isWaiting ? <div className="popup-note">Asking the bot…</div> : null}
      {!isWaiting && (answer?.results ?? []).length === 0 ? <div className="popup-note">No results</div> : null}
    </div>
  );
}
