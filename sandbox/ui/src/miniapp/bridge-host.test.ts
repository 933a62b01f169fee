// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { AppStorage } from "./app-storage.js";
import type { BridgePorts } from "./bridge-context.js";
import { BridgeHost, listenToFrame } from "./bridge-host.js";
import { isDarkColor, resolveColor } from "./frame-state.js";

const NOW_MS = 1_795_348_800_000;

type Posted = { eventType: string; eventData?: unknown };

let posted: Posted[];
let ports: BridgePorts;
let calls: unknown[][];
let host: BridgeHost;

beforeEach(() => {
  posted = [];
  calls = [];
  const record =
    (name: string) =>
    (...args: unknown[]): void => {
      calls.push([name, ...args]);
    };
  ports = {
    send: (json) => posted.push(JSON.parse(json)),
    themeParams: () => ({ bg_color: "#101010" }),
    viewport: () => ({ width: 390, height: 600 }),
    safeArea: (isFullscreen) => ({ top: isFullscreen ? 40 : 0, bottom: 0, left: 0, right: 0 }),
    contentSafeArea: (isFullscreen) => ({ top: isFullscreen ? 46 : 0, bottom: 0, left: 0, right: 0 }),
    nowMs: () => NOW_MS,
    storage: new AppStorage(),
    close: record("close"),
    reloadFrame: record("reloadFrame"),
    openLink: record("openLink"),
    openTelegramLink: record("openTelegramLink"),
    sendData: record("sendData"),
    hasWriteAccess: () => false,
    answerWriteAccess: async (granted) => record("answerWriteAccess")(granted),
    sharePrepared: async () => ({ sent: true }),
    switchInline: record("switchInline"),
    tell: record("tell"),
  };
  host = new BridgeHost(ports, { isExpanded: false });
});

/** Speaks as the app does: one JSON string. */
function app(eventType: string, eventData?: unknown): Promise<void> {
  return host.receive(JSON.stringify({ eventType, eventData }));
}

const lastPosted = (): Posted | undefined => posted.at(-1);

describe("answers of the bridge", () => {
  it("tells the theme, the viewport and both safe areas when asked", async () => {
    await app("web_app_request_theme");
    await app("web_app_request_viewport");
    await app("web_app_request_safe_area");
    await app("web_app_request_content_safe_area");
    expect(posted).toEqual([
      { eventType: "theme_changed", eventData: { theme_params: { bg_color: "#101010" } } },
      {
        eventType: "viewport_changed",
        eventData: { width: 390, height: 600, is_expanded: false, is_state_stable: true },
      },
      { eventType: "safe_area_changed", eventData: { top: 0, bottom: 0, left: 0, right: 0 } },
      { eventType: "content_safe_area_changed", eventData: { top: 0, bottom: 0, left: 0, right: 0 } },
    ]);
  });

  it("sends a style sheet to an app that says its frame is ready", async () => {
    await app("iframe_ready", { reload_supported: true });
    expect(lastPosted()).toMatchObject({
      eventType: "set_custom_style",
      eventData: expect.stringContaining("scrollbar"),
    });
  });

  it("lets an app that can reload do it, and loads the frame of any other again", async () => {
    host.reload();
    expect(calls).toEqual([["reloadFrame"]]);
    await app("iframe_ready", { reload_supported: true });
    host.reload();
    expect(lastPosted()).toEqual({ eventType: "reload_iframe" });
    expect(calls).toEqual([["reloadFrame"]]);
  });

  it("tells theme, size and visibility unasked only to an app that has spoken", async () => {
    const change = (): void => {
      host.themeChanged({ bg_color: "#000000" });
      host.viewportChanged(false);
      host.visibilityChanged(false);
    };
    change();
    expect(posted).toEqual([]);
    await app("web_app_ready");
    change();
    expect(posted.map((one) => one.eventType)).toEqual(["theme_changed", "viewport_changed", "visibility_changed"]);
  });

  it("moves the safe areas with fullscreen and refuses to enter it twice", async () => {
    await app("web_app_request_fullscreen");
    expect(posted.map((one) => one.eventType)).toEqual([
      "fullscreen_changed",
      "safe_area_changed",
      "content_safe_area_changed",
    ]);
    expect(posted[1]?.eventData).toMatchObject({ top: 40 });
    await app("web_app_request_fullscreen");
    expect(lastPosted()).toEqual({ eventType: "fullscreen_failed", eventData: { error: "ALREADY_FULLSCREEN" } });
  });

  it("answers what this client does not have, so that no promise of the app hangs", async () => {
    await app("web_app_biometry_get_info");
    expect(lastPosted()).toEqual({ eventType: "biometry_info_received", eventData: { available: false } });
    await app("web_app_read_text_from_clipboard", { req_id: "7" });
    expect(lastPosted()).toEqual({ eventType: "clipboard_text_received", eventData: { req_id: "7", data: null } });
  });
});

describe("buttons and colours", () => {
  it("shows the main button with text, keeps what is left out, and reports a press", async () => {
    await app("web_app_setup_main_button", { is_visible: true, text: "Claim prize", color: "#ff8800" });
    await app("web_app_setup_main_button", { is_progress_visible: true });
    expect(host.getSnapshot().mainButton).toMatchObject({
      isVisible: true,
      text: "Claim prize",
      color: "#ff8800",
      isProgressVisible: true,
    });
    host.pressMain();
    expect(lastPosted()).toEqual({ eventType: "main_button_pressed" });
  });

  it("does not report a press of a disabled button", async () => {
    await app("web_app_setup_main_button", { is_visible: true, is_active: false, text: "Wait" });
    host.pressMain();
    expect(posted).toEqual([]);
  });

  it("hides a button without text, whatever the app asks", async () => {
    await app("web_app_setup_secondary_button", { is_visible: true, text: " ", position: "top" });
    expect(host.getSnapshot().secondaryButton).toMatchObject({ isVisible: false, position: "top" });
  });

  it("shows back and settings when asked and reports their presses", async () => {
    await app("web_app_setup_back_button", { is_visible: true });
    await app("web_app_setup_settings_button", { is_visible: true });
    expect(host.getSnapshot()).toMatchObject({ hasBackButton: true, hasSettingsButton: true });
    host.pressBack();
    host.pressSettings();
    expect(posted.map((one) => one.eventType)).toEqual(["back_button_pressed", "settings_button_pressed"]);
  });

  it("takes the header colour by theme name, which follows the theme, or as the app's own", async () => {
    await app("web_app_set_header_color", { color_key: "secondary_bg_color" });
    const { header } = host.getSnapshot();
    expect(resolveColor(header, { secondary_bg_color: "#222222" })).toBe("#222222");
    expect(resolveColor(header, { secondary_bg_color: "#eeeeee" })).toBe("#eeeeee");
    await app("web_app_set_header_color", { color: "#123456" });
    expect(resolveColor(host.getSnapshot().header, {})).toBe("#123456");
  });

  it("knows which backgrounds need white text", () => {
    expect([isDarkColor("#17212b"), isDarkColor("#ffffff"), isDarkColor("#1a6fc0"), isDarkColor("#ffd24a")]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("names each haptic and counts it, so that two equal ones both show", async () => {
    await app("web_app_trigger_haptic_feedback", { type: "impact", impact_style: "light" });
    await app("web_app_trigger_haptic_feedback", { type: "impact", impact_style: "light" });
    expect(host.getSnapshot().haptic).toEqual({ id: 2, name: "impact light" });
  });
});

describe("dialogs", () => {
  const popup = {
    title: "Leave?",
    message: "Sure?",
    buttons: [
      { id: "y", type: "destructive", text: "Leave" },
      { id: "n", type: "cancel" },
    ],
  };

  it("opens a popup with the client's own words for fixed buttons and reports the choice", async () => {
    await app("web_app_open_popup", popup);
    expect(host.getSnapshot().popup?.buttons.map((button) => button.text)).toEqual(["Leave", "Cancel"]);
    host.answerPopup("y");
    expect(lastPosted()).toEqual({ eventType: "popup_closed", eventData: { button_id: "y" } });
    expect(host.getSnapshot().popup).toBeNull();
  });

  it("reports a dismissed popup without a button, and ignores a second popup meanwhile", async () => {
    await app("web_app_open_popup", popup);
    await app("web_app_open_popup", { ...popup, title: "Other" });
    expect(host.getSnapshot().popup?.title).toBe("Leave?");
    host.answerPopup();
    expect(lastPosted()).toEqual({ eventType: "popup_closed", eventData: {} });
  });

  it("closes at once when the app closes itself, and asks the person only if the app wished so", async () => {
    await host.requestClose();
    expect(calls).toEqual([["close"]]);
    await app("web_app_setup_closing_behavior", { need_confirmation: true });
    const closing = host.requestClose();
    expect(host.getSnapshot().question?.yes).toBe("Close anyway");
    host.answerQuestion(false);
    await closing;
    expect(calls).toEqual([["close"]]);
    await app("web_app_close");
    expect(calls).toEqual([["close"], ["close"]]);
  });

  it("asks for write access and tells the app and the server the answer", async () => {
    const asking = app("web_app_request_write_access");
    expect(host.getSnapshot().question?.title).toBe("Allow messages");
    host.answerQuestion(true);
    await asking;
    expect(calls).toEqual([["answerWriteAccess", true]]);
    expect(lastPosted()).toEqual({ eventType: "write_access_requested", eventData: { status: "allowed" } });
  });

  it("says cancelled when write access is refused, and asks nobody who gave it before", async () => {
    const asking = app("web_app_request_write_access");
    host.answerQuestion(false);
    await asking;
    expect(lastPosted()).toEqual({ eventType: "write_access_requested", eventData: { status: "cancelled" } });
    ports.hasWriteAccess = () => true;
    await app("web_app_request_write_access");
    expect(lastPosted()).toEqual({ eventType: "write_access_requested", eventData: { status: "allowed" } });
    expect(calls).toEqual([["answerWriteAccess", false]]);
  });

  it("reports a shared, a declined and an expired prepared message", async () => {
    await app("web_app_send_prepared_message", { id: "p1" });
    expect(lastPosted()).toEqual({ eventType: "prepared_message_sent" });
    ports.sharePrepared = async () => null;
    await app("web_app_send_prepared_message", { id: "p1" });
    expect(lastPosted()).toEqual({ eventType: "prepared_message_failed", eventData: { error: "USER_DECLINED" } });
    ports.sharePrepared = async () => ({ sent: false, error: "MESSAGE_EXPIRED" });
    await app("web_app_send_prepared_message", { id: "p1" });
    expect(lastPosted()).toEqual({ eventType: "prepared_message_failed", eventData: { error: "MESSAGE_EXPIRED" } });
  });
});

describe("beyond the app", () => {
  it("shows a story with its text and link before it is posted, and tells the app nothing", async () => {
    await app("web_app_share_to_story", { media_url: "https://goat.test/og.jpg", text: "Place 7" });
    expect(host.getSnapshot().story).toEqual({ mediaUrl: "https://goat.test/og.jpg", text: "Place 7", link: "" });
    host.closeStory(true);
    expect(host.getSnapshot().story).toBeNull();
    expect(calls).toEqual([["tell", "Posted to your story"]]);
    expect(posted).toEqual([]);
  });

  it("refuses a story whose picture Telegram could not fetch, or whose text is too long", async () => {
    await app("web_app_share_to_story", { media_url: "http://localhost/og.jpg" });
    await app("web_app_share_to_story", { media_url: "https://goat.test/og.jpg", text: "x".repeat(201) });
    expect(host.getSnapshot().story).toBeNull();
    expect(host.getSnapshot().log.map(({ note }) => note)).toEqual(["invalid", "invalid"]);
  });

  it("asks before it puts an icon on the home screen, and knows afterwards that it is there", async () => {
    await app("web_app_check_home_screen");
    expect(lastPosted()).toEqual({ eventType: "home_screen_checked", eventData: { status: "missed" } });
    const declining = app("web_app_add_to_home_screen");
    host.answerQuestion(false);
    await declining;
    expect(lastPosted()).toEqual({ eventType: "home_screen_failed" });
    const adding = app("web_app_add_to_home_screen");
    host.answerQuestion(true);
    await adding;
    expect(lastPosted()).toEqual({ eventType: "home_screen_added" });
    await app("web_app_check_home_screen");
    expect(lastPosted()).toEqual({ eventType: "home_screen_checked", eventData: { status: "added" } });
  });
});

describe("going elsewhere", () => {
  it("hands on links, inline queries and data", async () => {
    await app("web_app_open_link", { url: "https://example.org/" });
    await app("web_app_open_tg_link", { path_full: "/race_bot?start=v1" });
    await app("web_app_switch_inline_query", { query: "race", chat_types: ["groups"] });
    await app("web_app_data_send", { data: "hello" });
    expect(calls).toEqual([
      ["openLink", "https://example.org/"],
      ["openTelegramLink", "/race_bot?start=v1"],
      ["switchInline", "race", ["groups"]],
      ["sendData", "hello"],
    ]);
  });
});

describe("storage", () => {
  it("keeps device and secure storage apart and answers by request id", async () => {
    await app("web_app_device_storage_save_key", { req_id: "1", key: "k", value: "v" });
    await app("web_app_device_storage_get_key", { req_id: "2", key: "k" });
    await app("web_app_secure_storage_get_key", { req_id: "3", key: "k" });
    expect(posted).toEqual([
      { eventType: "device_storage_key_saved", eventData: { req_id: "1" } },
      { eventType: "device_storage_key_received", eventData: { req_id: "2", value: "v" } },
      { eventType: "secure_storage_key_received", eventData: { req_id: "3", value: null, can_restore: false } },
    ]);
  });

  it("refuses the eleventh item of secure storage", async () => {
    for (let n = 0; n <= 10; n += 1) {
      await app("web_app_secure_storage_save_key", { req_id: `${n}`, key: `k${n}`, value: "v" });
    }
    expect(lastPosted()).toEqual({
      eventType: "secure_storage_failed",
      eventData: { req_id: "10", error: "QUOTA_EXCEEDED" },
    });
  });

  it("answers cloud storage through custom methods, and an unknown method with its error", async () => {
    const call = (req_id: string, method: string, params: unknown): Promise<void> =>
      app("web_app_invoke_custom_method", { req_id, method, params });
    await call("1", "saveStorageValue", { key: "tab", value: "race" });
    await call("2", "getStorageValues", { keys: ["tab", "none"] });
    await call("3", "saveStorageValue", { key: "bad key", value: "x" });
    await call("4", "getCurrentTime", {});
    await call("5", "mintMoney", {});
    expect(posted.map((one) => one.eventData)).toEqual([
      { req_id: "1", result: true },
      { req_id: "2", result: { tab: "race", none: "" } },
      { req_id: "3", error: "KEY_INVALID" },
      { req_id: "4", result: NOW_MS / 1000 },
      { req_id: "5", error: "METHOD_INVALID" },
    ]);
  });
});

describe("the log", () => {
  it("marks events no client knows and data no client would take, and changes nothing for them", async () => {
    await app("web_app_make_coffee", { cups: 2 });
    await app("web_app_set_background_color", { color: "red" });
    expect(host.getSnapshot().log).toMatchObject([
      { direction: "fromApp", type: "web_app_make_coffee", data: '{"cups":2}', note: "unknown" },
      { direction: "fromApp", type: "web_app_set_background_color", note: "invalid" },
    ]);
    expect(host.getSnapshot().background).toEqual({ kind: "theme", key: "bg_color" });
    expect(posted).toEqual([]);
  });

  it("leaves alone what is not bridge JSON", async () => {
    await host.receive({ eventType: "web_app_close" });
    await host.receive("[vite] connected");
    await host.receive('{"type":"webpackOk"}');
    expect(host.getSnapshot().log).toEqual([]);
    expect(calls).toEqual([]);
  });

  it("keeps the last two hundred entries", async () => {
    for (let n = 0; n < 150; n += 1) await app("web_app_request_theme");
    expect(host.getSnapshot().log).toHaveLength(200);
  });
});

describe("listenToFrame", () => {
  it("hears only its own frame and nothing after it stopped", () => {
    // The test's DOM loads no frames; ports are message sources too, and identity is all that counts.
    const frame = new MessageChannel().port1;
    const stranger = new MessageChannel().port1;
    const heard: unknown[] = [];
    const stop = listenToFrame(
      () => frame,
      (data) => heard.push(data),
    );
    const from = (source: MessagePort | null, data: string): void => {
      const event = new MessageEvent("message", { data });
      Object.defineProperty(event, "source", { value: source });
      window.dispatchEvent(event);
    };
    from(frame, "mine");
    from(stranger, "not mine");
    from(null, "from nowhere");
    stop();
    from(frame, "too late");
    expect(heard).toEqual(["mine"]);
  });
});
