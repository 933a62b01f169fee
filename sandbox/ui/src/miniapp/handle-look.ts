import * as z from "zod/mini";
import { type BridgeContext, type BridgeHandler, on, onBare } from "./bridge-context.js";
import type { AppButton } from "./frame-state.js";

const color = z.string().check(z.regex(/^#[0-9a-f]{6}$/i));
const visible = z.object({ is_visible: z.boolean() });

const button = z.object({
  is_visible: z.optional(z.boolean()),
  is_active: z.optional(z.boolean()),
  is_progress_visible: z.optional(z.boolean()),
  has_shine_effect: z.optional(z.boolean()),
  text: z.optional(z.string()),
  color: z.optional(color),
  text_color: z.optional(color),
});
const secondaryButton = z.extend(button, { position: z.optional(z.enum(["left", "right", "top", "bottom"])) });

/** What the app leaves out keeps its value; a button without text is not shown. */
function mergeButton<B extends AppButton>(before: B, wanted: z.infer<typeof button>): B {
  const text = wanted.text ?? before.text;
  return {
    ...before,
    isVisible: (wanted.is_visible ?? before.isVisible) && text.trim() !== "",
    isActive: wanted.is_active ?? before.isActive,
    isProgressVisible: wanted.is_progress_visible ?? before.isProgressVisible,
    hasShine: wanted.has_shine_effect ?? before.hasShine,
    text,
    ...(wanted.color === undefined ? {} : { color: wanted.color }),
    ...(wanted.text_color === undefined ? {} : { textColor: wanted.text_color }),
  };
}

const headerColor = z.union([z.object({ color }), z.object({ color_key: z.enum(["bg_color", "secondary_bg_color"]) })]);

const haptic = z.discriminatedUnion("type", [
  z.object({ type: z.literal("impact"), impact_style: z.enum(["light", "medium", "heavy", "rigid", "soft"]) }),
  z.object({ type: z.literal("notification"), notification_type: z.enum(["error", "success", "warning"]) }),
  z.object({ type: z.literal("selection_change") }),
]);

function hapticName(kind: z.infer<typeof haptic>): string {
  if (kind.type === "impact") return `impact ${kind.impact_style}`;
  return kind.type === "notification" ? kind.notification_type : "selection";
}

/** Fullscreen moves the safe areas, so both are told again, as clients do. */
function setFullscreen(context: BridgeContext, isFullscreen: boolean): void {
  context.set({ isFullscreen, isExpanded: true });
  context.post("fullscreen_changed", { is_fullscreen: isFullscreen });
  context.post("safe_area_changed", context.ports.safeArea(isFullscreen));
  context.post("content_safe_area_changed", context.ports.contentSafeArea(isFullscreen));
}

/** Events that change what the frame looks like. */
export const LOOK_HANDLERS: Record<string, BridgeHandler> = {
  web_app_ready: onBare((context) => context.set({ isReady: true })),
  web_app_expand: onBare((context) => context.set({ isExpanded: true })),
  web_app_request_fullscreen: onBare((context) => {
    if (context.state.isFullscreen) context.post("fullscreen_failed", { error: "ALREADY_FULLSCREEN" });
    else setFullscreen(context, true);
  }),
  web_app_exit_fullscreen: onBare((context) => {
    if (context.state.isFullscreen) setFullscreen(context, false);
  }),
  web_app_set_header_color: on(headerColor, (wanted, context) =>
    context.set({
      header: "color" in wanted ? { kind: "own", color: wanted.color } : { kind: "theme", key: wanted.color_key },
    }),
  ),
  web_app_set_background_color: on(z.object({ color }), (wanted, context) =>
    context.set({ background: { kind: "own", color: wanted.color } }),
  ),
  web_app_set_bottom_bar_color: on(z.object({ color }), (wanted, context) =>
    context.set({ bottomBar: { kind: "own", color: wanted.color } }),
  ),
  web_app_setup_back_button: on(visible, (wanted, context) => context.set({ hasBackButton: wanted.is_visible })),
  web_app_setup_settings_button: on(visible, (wanted, context) =>
    context.set({ hasSettingsButton: wanted.is_visible }),
  ),
  web_app_setup_main_button: on(button, (wanted, context) =>
    context.set({ mainButton: mergeButton(context.state.mainButton, wanted) }),
  ),
  web_app_setup_secondary_button: on(secondaryButton, (wanted, context) => {
    const merged = mergeButton(context.state.secondaryButton, wanted);
    context.set({ secondaryButton: { ...merged, position: wanted.position ?? merged.position } });
  }),
  web_app_setup_closing_behavior: on(z.object({ need_confirmation: z.boolean() }), (wanted, context) =>
    context.set({ needsClosingConfirmation: wanted.need_confirmation }),
  ),
  web_app_setup_swipe_behavior: on(z.object({ allow_vertical_swipe: z.boolean() }), (wanted, context) =>
    context.set({ allowsVerticalSwipe: wanted.allow_vertical_swipe }),
  ),
  web_app_trigger_haptic_feedback: on(haptic, (kind, context) =>
    context.set({ haptic: { id: (context.state.haptic?.id ?? 0) + 1, name: hapticName(kind) } }),
  ),
};
