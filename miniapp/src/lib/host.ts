/** What Telegram gives the app around it. Outside Telegram there is none; only `telegram/` implements it. */
export interface Host {
  /** `undefined` when opened from a keyboard button or inline mode: then nobody can be signed in. */
  rawInitData: string | undefined;
  startParam: string | undefined;
  languageCode: string | undefined;
  /** Called with false when the app is hidden or minimised, with true when it is in front again. */
  onActive(listener: (isActive: boolean) => void): () => void;
  /** Shows Telegram's back button until the returned function is called. */
  showBackButton(onPress: () => void): () => void;
  /** `select`: another tab or filter. `tap`: a button or row. */
  haptic(kind: "select" | "tap"): void;
  openTelegramLink(url: string): void;
}
