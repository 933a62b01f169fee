/** Runs in the frame: the library the product's Mini App stands on, speaking to the page's host for real. */
import {
  backButton,
  closingBehavior,
  cloudStorage,
  init,
  mainButton,
  miniApp,
  popup,
  request,
  requestWriteAccess,
  retrieveLaunchParams,
  targetOrigin,
  themeParams,
  viewport,
} from "@telegram-apps/sdk-react";

const lines = document.createElement("pre");
document.body.append(lines);
const say = (name, value) => {
  lines.textContent += `${name}: ${JSON.stringify(value)}\n`;
};

async function run() {
  targetOrigin.set(new URL(document.referrer).origin);
  init();
  const launch = retrieveLaunchParams();
  say("platform", launch.tgWebAppPlatform);
  say("user", launch.tgWebAppData?.user?.first_name);
  say("start", launch.tgWebAppStartParam ?? null);
  miniApp.mountSync();
  themeParams.mountSync();
  await viewport.mount();
  say("viewport", viewport.height() > 300 && viewport.width() > 300);
  say("insets", [viewport.safeAreaInsetTop(), viewport.contentSafeAreaInsetTop()]);
  miniApp.ready();
  viewport.expand();
  backButton.mount();
  backButton.onClick(() => say("back", true));
  backButton.show();
  mainButton.mount();
  mainButton.setParams({ text: "Join the race", isVisible: true, isEnabled: true });
  mainButton.onClick(() => say("main", true));
  closingBehavior.mount();
  await cloudStorage.setItem("tab", "race");
  say("cloud", await cloudStorage.getItem("tab"));
  const stored = await request("web_app_device_storage_get_key", "device_storage_key_received", {
    params: { req_id: "1", key: "none" },
  });
  say("device", stored.value);
  say("popup", await popup.open({ title: "Title", message: "Message", buttons: [{ id: "yes", type: "ok" }] }));
  say("write", await requestWriteAccess());
  say("done", true);
}

run().catch((error) => say("failed", String(error)));
