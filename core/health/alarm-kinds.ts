/** Alarms about sources that are asked for totals; each is a state that ends by itself when the source is well. */
export const POLLED_ALARMS = [
  "source_auth",
  "source_failing",
  "snapshot_held",
  "counter_frozen",
  "counter_contradicts",
  "totals_fell",
  "late_joiner",
  "rows_missing",
  "revalued",
  "source_slow",
] as const;
export type PolledAlarmKind = (typeof POLLED_ALARMS)[number];

/** All that operators are told in their own chat. */
export const ALARMS = [
  "source_silent",
  "ledger_off",
  "outbox_stuck",
  "disk_full",
  "certificate",
  ...POLLED_ALARMS,
] as const;
export type AlarmKind = (typeof ALARMS)[number];
