import type { CommandInput } from "../command.js";
import { bad, good, spell, type Finding } from "./finding.js";
import { readOpenDeadLetters, readSourceStates, type SourceState } from "../../core/health/readings.js";

/** As the alert: a letter or two while somebody is mending is no fault. */
const OLDEST_LETTER_SECONDS = 15 * 60;
/** A sender that used the old secret this recently has not changed over. */
const STILL_IN_USE_SECONDS = 3_600;

/** Whether casinos are heard, understood, and sign with their newest secret. */
export async function checkSources({ config, context }: CommandInput): Promise<Finding[]> {
  const states = await readSourceStates(context);
  if (states.length === 0) {
    return [good("sources", "none yet: make one with `npm run -s cli -- sources create my-casino`")];
  }
  return [
    ...states.map((state) => checkSilence(state, config.sandbox)),
    ...states.flatMap(checkOldSecret),
    checkDeadLetters(await readOpenDeadLetters(context)),
  ];
}

/** @param isInvented the casino is simulated by the product itself, so it falls silent whenever that is stopped */
function checkSilence(state: SourceState, isInvented: boolean): Finding {
  const check = `source ${state.slug}`;
  if (state.silentSeconds === null) return good(check, "waits for its first post");
  const detail = `last heard ${spell(state.silentSeconds)} ago`;
  if (state.silentSeconds <= state.staleAfterSeconds || isInvented) return good(check, detail);
  return bad(
    check,
    `${detail}, more than its ${spell(state.staleAfterSeconds)}: its boards say "delayed"`,
    "see whether its posts arrive and are refused (webhook_requests_total by outcome), then ask the casino",
  );
}

function checkOldSecret({ slug, previousUsedSeconds, previousEndsSeconds }: SourceState): Finding[] {
  if (previousEndsSeconds === null) return [];
  const check = `secret of ${slug}`;
  const ends = `the old one ends in ${spell(previousEndsSeconds)}`;
  if (previousUsedSeconds === null || previousUsedSeconds > STILL_IN_USE_SECONDS) {
    return [good(check, `the new one is in use, ${ends}`)];
  }
  return [
    bad(
      check,
      `the casino still signs with the old one, ${ends}`,
      "have the casino sign with the new secret before then: afterwards its posts are refused with 401",
    ),
  ];
}

function checkDeadLetters({ count, oldestSeconds, reasons }: Awaited<ReturnType<typeof readOpenDeadLetters>>): Finding {
  if (count === 0) return good("dead letters", "none is open");
  const detail = `${count} open, the oldest for ${spell(oldestSeconds)} (${reasons.join(", ")})`;
  if (oldestSeconds <= OLDEST_LETTER_SECONDS) return good("dead letters", detail);
  return bad("dead letters", detail, "look at them and replay or discard each: docs/runbook.md, DeadLetters");
}
