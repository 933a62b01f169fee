export interface HostOptions {
  theme?: Record<string, string>;
  /** Device insets: notch and home bar. */
  safeArea?: Insets;
  /** What Telegram lays over the page. */
  contentSafeArea?: Insets;
  /** Height of the sheet while it stands still; the window's by default. */
  height?: number;
  /** A client that never answers requests. */
  isMute?: boolean;
}

export interface Insets {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface LaunchOptions {
  theme?: Record<string, string>;
  version?: string;
  platform?: string;
  startParam?: string;
  languageCode?: string;
  /** False leaves initData out, as when a keyboard button opens the app. */
  hasInitData?: boolean;
  /** Whether the bot may write to the person in private. */
  mayWrite?: boolean;
  /** Launch data that somebody has signed, in place of invented ones. */
  initData?: string;
}

/** What stands behind the `#` of the address when a Telegram client opens the app. */
export function launchHash(options: LaunchOptions = {}): string {
  const {
    theme = {},
    version = "9.1",
    platform = "ios",
    startParam,
    languageCode = "en",
    hasInitData = true,
    mayWrite = true,
  } = options;
  const user = JSON.stringify({ id: 42, first_name: "Ann", language_code: languageCode, allows_write_to_pm: mayWrite });
  const initData = new URLSearchParams({
    user,
    auth_date: "1790000000",
    hash: "c".repeat(64),
    signature: "s",
    ...(startParam === undefined ? {} : { start_param: startParam }),
  });
  return `#${new URLSearchParams({
    ...(hasInitData ? { tgWebAppData: options.initData ?? initData.toString() } : {}),
    tgWebAppVersion: version,
    tgWebAppPlatform: platform,
    tgWebAppThemeParams: JSON.stringify(theme),
    ...(startParam === undefined ? {} : { tgWebAppStartParam: startParam }),
  }).toString()}`;
}
