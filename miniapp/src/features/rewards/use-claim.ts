import { useCallback, useState } from "react";
import { useServices } from "../../lib/services.js";
import { usePageTexts } from "../../lib/texts/page-texts.js";
import { refusalOf } from "./refusal.js";

export interface Claiming {
  /** @param work gives the news of what it has brought */
  run: (work: () => Promise<string>) => void;
  isBusy: boolean;
  /** Why nothing came of it. */
  fault: string | undefined;
  news: string | undefined;
}

/** Asks for a reward: what it brought, or why it was refused, in the person's language. */
export function useClaim(): Claiming {
  const { host, texts } = useServices();
  const { rewards: words } = usePageTexts();
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [news, setNews] = useState<string>();
  const { failed } = texts.state;
  const run = useCallback(
    (work: () => Promise<string>) => {
      const claim = async (): Promise<void> => {
        try {
          setNews(await work());
          host?.haptic("success");
        } catch (error) {
          host?.haptic("failure");
          setFault(refusalOf(error, words) ?? failed);
        }
        setIsBusy(false);
      };
      setIsBusy(true);
      setFault(undefined);
      void claim();
    },
    [host, words, failed],
  );
  return { run, isBusy, fault, news };
}
