import * as z from "zod/mini";
import { type BridgeContext, type BridgeHandler, on, onBare } from "./bridge-context.js";
import type { PopupButton } from "./frame-state.js";

/** What Telegram Web puts into the frame so that scroll bars fit the client. */
const CUSTOM_STYLE = "::-webkit-scrollbar{width:6px}::-webkit-scrollbar-thumb{background:#8886;border-radius:6px}";

const popupButton = z.object({
  id: z.string(),
  type: z.optional(z.enum(["default", "destructive", "ok", "close", "cancel"])),
  text: z.optional(z.string()),
});
const popup = z.object({
  title: z.optional(z.string().check(z.maxLength(64))),
  message: z.string().check(z.minLength(1), z.maxLength(256)),
  buttons: z.array(popupButton).check(z.minLength(1), z.maxLength(3)),
});

/** Telegram fetches the picture from outside, so only https will do; without Premium a text has 200 characters. */
const story = z.object({
  media_url: z.string().check(z.startsWith("https://")),
  text: z.optional(z.string().check(z.maxLength(200))),
  widget_link: z.optional(z.object({ url: z.string(), name: z.optional(z.string().check(z.maxLength(48))) })),
});

/** The client supplies the words of these three kinds itself, in the person's language. */
const FIXED_LABELS: Partial<Record<PopupButton["type"], string>> = { ok: "OK", close: "Close", cancel: "Cancel" };

function toButton(wanted: z.infer<typeof popupButton>): PopupButton {
  const type = wanted.type ?? "default";
  return { id: wanted.id, type, text: FIXED_LABELS[type] ?? wanted.text ?? "" };
}

/** The current size; `is_state_stable` is false only while something still moves. */
export function postViewport(context: BridgeContext, isStable: boolean): void {
  context.post("viewport_changed", {
    ...context.ports.viewport(),
    is_expanded: context.state.isExpanded,
    is_state_stable: isStable,
  });
}

async function requestWriteAccess(context: BridgeContext): Promise<void> {
  if (!context.ports.hasWriteAccess()) {
    const granted = await context.ask({
      title: "Allow messages",
      text: "This app asks for permission to send you messages.",
      yes: "Allow",
      no: "Don't allow",
    });
    await context.ports.answerWriteAccess(granted);
    if (!granted) {
      context.post("write_access_requested", { status: "cancelled" });
      return;
    }
  }
  context.post("write_access_requested", { status: "allowed" });
}

async function sharePrepared(id: string, context: BridgeContext): Promise<void> {
  const outcome = await context.ports.sharePrepared(id);
  if (outcome?.sent === true) context.post("prepared_message_sent");
  else context.post("prepared_message_failed", { error: outcome === null ? "USER_DECLINED" : outcome.error });
}

async function addToHomeScreen(context: BridgeContext): Promise<void> {
  const { storage } = context.ports;
  storage.isOnHomeScreen ||= await context.ask({
    title: "Add to the home screen",
    text: "An icon of this app will stand among your own.",
    yes: "Add",
    no: "Cancel",
  });
  context.post(storage.isOnHomeScreen ? "home_screen_added" : "home_screen_failed");
}

async function requestDownload(url: string, fileName: string, context: BridgeContext): Promise<void> {
  const accepted = await context.ask({
    title: "Download file",
    text: `${fileName}\n${url}`,
    yes: "Download",
    no: "Cancel",
  });
  if (accepted) context.ports.openLink(url);
  context.post("file_download_requested", { status: accepted ? "downloading" : "cancelled" });
}

/** Events that ask for something: an answer, a dialog, another place to go. */
export const REQUEST_HANDLERS: Record<string, BridgeHandler> = {
  iframe_ready: on(z.nullish(z.object({ reload_supported: z.optional(z.boolean()) })), (ready, context) => {
    context.set({ reloadsItself: ready?.reload_supported ?? false });
    context.post("set_custom_style", CUSTOM_STYLE);
  }),
  iframe_will_reload: onBare((context) => context.set({ isReady: false })),
  web_app_request_theme: onBare((context) =>
    context.post("theme_changed", { theme_params: context.ports.themeParams() }),
  ),
  web_app_request_viewport: onBare((context) => postViewport(context, true)),
  web_app_request_safe_area: onBare((context) =>
    context.post("safe_area_changed", context.ports.safeArea(context.state.isFullscreen)),
  ),
  web_app_request_content_safe_area: onBare((context) =>
    context.post("content_safe_area_changed", context.ports.contentSafeArea(context.state.isFullscreen)),
  ),
  web_app_open_popup: on(popup, (wanted, context) => {
    // One popup at a time: Telegram ignores the second.
    if (context.state.popup !== null) return;
    context.set({
      popup: {
        title: wanted.title ?? "",
        message: wanted.message,
        buttons: wanted.buttons.map((one) => toButton(one)),
      },
    });
  }),
  web_app_close: onBare((context) => context.ports.close()),
  web_app_open_link: on(z.object({ url: z.string() }), ({ url }, context) => context.ports.openLink(url)),
  web_app_open_tg_link: on(z.object({ path_full: z.string().check(z.startsWith("/")) }), ({ path_full }, context) =>
    context.ports.openTelegramLink(path_full),
  ),
  web_app_data_send: on(z.object({ data: z.string().check(z.minLength(1), z.maxLength(4096)) }), ({ data }, context) =>
    context.ports.sendData(data),
  ),
  web_app_request_write_access: onBare((context) => requestWriteAccess(context)),
  web_app_send_prepared_message: on(z.object({ id: z.string() }), ({ id }, context) => sharePrepared(id, context)),
  web_app_switch_inline_query: on(
    z.object({ query: z.string(), chat_types: z.optional(z.array(z.string())) }),
    ({ query, chat_types }, context) => context.ports.switchInline(query, chat_types ?? []),
  ),
  web_app_request_file_download: on(z.object({ url: z.url(), file_name: z.string() }), ({ url, file_name }, context) =>
    requestDownload(url, file_name, context),
  ),
  web_app_share_to_story: on(story, ({ media_url: mediaUrl, text, widget_link: link }, context) =>
    context.set({ story: { mediaUrl, text: text ?? "", link: link?.name ?? link?.url ?? "" } }),
  ),
  web_app_check_home_screen: onBare((context) =>
    context.post("home_screen_checked", { status: context.ports.storage.isOnHomeScreen ? "added" : "missed" }),
  ),
  web_app_add_to_home_screen: onBare((context) => addToHomeScreen(context)),
};

const reqId = z.object({ req_id: z.string() });

/** What this client does not have. Each is answered as a client without the feature answers, so that no promise hangs. */
export const ABSENT_HANDLERS: Record<string, BridgeHandler> = {
  web_app_read_text_from_clipboard: on(reqId, ({ req_id }, context) =>
    context.post("clipboard_text_received", { req_id, data: null }),
  ),
  web_app_request_phone: onBare((context) => {
    context.ports.tell("The app asked for the phone number; sandbox people have none.");
    context.post("phone_requested", { status: "cancelled" });
  }),
  web_app_open_invoice: on(z.object({ slug: z.string() }), ({ slug }, context) =>
    context.post("invoice_closed", { slug, status: "cancelled" }),
  ),
  web_app_open_scan_qr_popup: onBare((context) => context.post("scan_qr_popup_closed")),
  web_app_close_scan_qr_popup: onBare((context) => context.post("scan_qr_popup_closed")),
  web_app_biometry_get_info: onBare((context) => context.post("biometry_info_received", { available: false })),
  web_app_biometry_request_access: onBare((context) => context.post("biometry_info_received", { available: false })),
  web_app_biometry_request_auth: onBare((context) => context.post("biometry_auth_requested", { status: "failed" })),
  web_app_biometry_update_token: onBare((context) => context.post("biometry_token_updated", { status: "failed" })),
  web_app_biometry_open_settings: onBare(() => undefined),
  web_app_check_location: onBare((context) => context.post("location_checked", { available: false })),
  web_app_request_location: onBare((context) => context.post("location_requested", { available: false })),
  web_app_open_location_settings: onBare(() => undefined),
  web_app_request_emoji_status_access: onBare((context) =>
    context.post("emoji_status_access_requested", { status: "cancelled" }),
  ),
  web_app_set_emoji_status: onBare((context) => context.post("emoji_status_failed", { error: "USER_DECLINED" })),
  web_app_start_accelerometer: onBare((context) => context.post("accelerometer_failed", { error: "UNSUPPORTED" })),
  web_app_stop_accelerometer: onBare((context) => context.post("accelerometer_stopped")),
  web_app_start_gyroscope: onBare((context) => context.post("gyroscope_failed", { error: "UNSUPPORTED" })),
  web_app_stop_gyroscope: onBare((context) => context.post("gyroscope_stopped")),
  web_app_start_device_orientation: onBare((context) =>
    context.post("device_orientation_failed", { error: "UNSUPPORTED" }),
  ),
  web_app_stop_device_orientation: onBare((context) => context.post("device_orientation_stopped")),
  web_app_toggle_orientation_lock: onBare(() => undefined),
  web_app_hide_keyboard: onBare(() => undefined),
};
