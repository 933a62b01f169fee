/** What Telegram gives the app around it. Outside Telegram there is none; only `telegram/` implements it. */
export interface Host extends Controls {
  /** `undefined` when opened from a keyboard button or inline mode: then nobody can be signed in. */
  rawInitData: string | undefined;
  startParam: string | undefined;
  languageCode: string | undefined;
  /** Called with false when the app is hidden or minimised, with true when it is in front again. */
  onActive(listener: (isActive: boolean) => void): () => void;
  /** Shows Telegram's back button until the returned function is called. */
  showBackButton(onPress: () => void): () => void;
  /** `select`: another tab or filter. `tap`: a button or row. `success`, `failure`: how something ended. */
  haptic(kind: "select" | "tap" | "success" | "failure"): void;
  openTelegramLink(url: string): void;
  /** Passing things on; fetched when it is first wanted. */
  sharing(): Promise<Sharing>;
}

/** What one can pass on from here. A client that is too old for one of them says so. */
export interface Sharing {
  canSendMessages: boolean;
  canPostStories: boolean;
  /** Lets the person choose a chat for a message the server has prepared. @param id of the prepared message */
  sendMessage(id: string): Promise<"sent" | "declined" | "failed">;
  /** Opens the story editor; nobody tells what becomes of the story. @param story.picture https address */
  postStory(story: { picture: string; text: string; link: string }): void;
  /** False where it is there already, or cannot be. */
  canAddToHomeScreen(): Promise<boolean>;
  addToHomeScreen(): Promise<boolean>;
}

export interface MainButton {
  text: string;
  isEnabled: boolean;
  /** Something is under way: no second press. */
  isBusy: boolean;
}

/** Telegram's controls beyond the first page. A client that is too old for one leaves it out. */
export interface Controls {
  /** True when the bot may write to the person in private, as far as the launch told. */
  mayWrite: boolean;
  /** Shows the one primary action below the page. */
  showMainButton(button: MainButton, onPress: () => void): () => void;
  /** Puts "Settings" into Telegram's own menu. */
  showSettingsButton(onPress: () => void): () => void;
  /** Telegram asks before it closes the app, until the returned function is called. */
  confirmClosing(): () => void;
  /** Asks whether the bot may write in private. */
  requestWriteAccess(): Promise<boolean>;
}
