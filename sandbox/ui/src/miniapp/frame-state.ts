/** A colour a Mini App asked for: its own, or one of the theme by name, which then follows the theme. */
export type ColorChoice = { kind: "own"; color: string } | { kind: "theme"; key: string };

export type AppButton = {
  isVisible: boolean;
  isActive: boolean;
  isProgressVisible: boolean;
  hasShine: boolean;
  text: string;
  color?: string;
  textColor?: string;
};

export type SecondaryPosition = "left" | "right" | "top" | "bottom";

export type PopupButton = { id: string; type: "default" | "destructive" | "ok" | "close" | "cancel"; text: string };

export type Popup = { title: string; message: string; buttons: PopupButton[] };

/** A story as the person sees it before he posts it. */
export type Story = { mediaUrl: string; text: string; link: string };

/** Something the client itself asks before it does what the app wants. */
export type Question = { title: string; text: string; yes: string; no: string };

export type LogEntry = {
  id: number;
  direction: "fromApp" | "toApp";
  type: string;
  /** As JSON, shortened never: the drawer scrolls. */
  data: string;
  note?: "unknown" | "invalid";
};

/** Everything about an open Mini App that the frame around it shows. */
export type FrameState = {
  isReady: boolean;
  /** Apps that said so reload themselves; others get their frame loaded again. */
  reloadsItself: boolean;
  isExpanded: boolean;
  isFullscreen: boolean;
  header: ColorChoice;
  background: ColorChoice;
  bottomBar: ColorChoice;
  hasBackButton: boolean;
  hasSettingsButton: boolean;
  mainButton: AppButton;
  secondaryButton: AppButton & { position: SecondaryPosition };
  needsClosingConfirmation: boolean;
  allowsVerticalSwipe: boolean;
  popup: Popup | null;
  question: Question | null;
  story: Story | null;
  /** Grows with every haptic; phones that cannot shake show its name for a moment. */
  haptic: { id: number; name: string } | null;
  log: readonly LogEntry[];
};

const BUTTON: AppButton = { isVisible: false, isActive: true, isProgressVisible: false, hasShine: false, text: "" };

/** A frame whose app has said nothing yet. */
export function initialFrame(isExpanded: boolean): FrameState {
  return {
    isReady: false,
    reloadsItself: false,
    isExpanded,
    isFullscreen: false,
    header: { kind: "theme", key: "header_bg_color" },
    background: { kind: "theme", key: "bg_color" },
    bottomBar: { kind: "theme", key: "bottom_bar_bg_color" },
    hasBackButton: false,
    hasSettingsButton: false,
    mainButton: { ...BUTTON, text: "Continue" },
    secondaryButton: { ...BUTTON, text: "Cancel", position: "left" },
    needsClosingConfirmation: false,
    allowsVerticalSwipe: true,
    popup: null,
    question: null,
    story: null,
    haptic: null,
    log: [],
  };
}

/** The colour to paint, given the theme of the moment. */
export function resolveColor(choice: ColorChoice, theme: Record<string, string>): string {
  return choice.kind === "own" ? choice.color : (theme[choice.key] ?? theme["bg_color"] ?? "transparent");
}

/** Whether text on this background should be white, by relative luminance (WCAG); 0.36 parts the two palettes. */
export function isDarkColor(color: string): boolean {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.36;
}
