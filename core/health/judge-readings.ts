import type { AlarmKind } from "./alarm-kinds.js";
import type { Alarm, Look } from "./operator-alarms.js";
import { type Certificate, certificateProblem } from "./read-certificate.js";
import type { SourceState } from "./readings.js";

/** As the alerts of ops/prometheus/alerts.yml: whoever has no Prometheus is told the same. */
const OUTBOX_LATE_SECONDS = 120;
const LEAST_FREE_BYTES = 2e9;

/** What was read; what is left out was not looked at, or not to its end. */
export interface Readings {
  sources?: readonly SourceState[];
  outboxOldestSeconds?: number;
  disk?: { machine: string; freeBytes: number };
  /** Micro-USD that the ledger does not explain. */
  ledgerOff?: bigint;
  certificate?: { host: string; found: Certificate | undefined; now: Date };
}

/** Which readings are bad enough to wake somebody. */
export function judgeReadings({ sources, outboxOldestSeconds, disk, ledgerOff, certificate }: Readings): Look {
  const alarms: Alarm[] = [];
  const judged: string[] = [];
  const judge = (kind: AlarmKind, subject: string, isBad: boolean, measure: string): void => {
    judged.push(`${kind}:${subject}`);
    if (isBad) alarms.push({ kind, subject, measure });
  };
  for (const { slug, silentSeconds, staleAfterSeconds } of sources ?? []) {
    judge("source_silent", slug, silentSeconds !== null && silentSeconds > staleAfterSeconds, String(silentSeconds));
  }
  // A source that was removed is silent for ever, and nobody's concern.
  if (sources !== undefined) judged.push("source_silent");
  if (outboxOldestSeconds !== undefined) {
    judge("outbox_stuck", "telegram", outboxOldestSeconds > OUTBOX_LATE_SECONDS, String(outboxOldestSeconds));
  }
  if (disk !== undefined) judge("disk_full", disk.machine, disk.freeBytes < LEAST_FREE_BYTES, String(disk.freeBytes));
  if (ledgerOff !== undefined) judge("ledger_off", "ledger", ledgerOff !== 0n, String(ledgerOff));
  if (certificate?.found !== undefined) {
    const problem = certificateProblem(certificate.found, certificate.now);
    judge("certificate", certificate.host, problem !== null, problem ?? "");
  }
  return { alarms, judged };
}
