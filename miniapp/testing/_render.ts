import { createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";

let root: Root | undefined;

/** Runs the production start-up and paints the app into the page. Modules are loaded anew, so call it once a test. */
export async function startApp(): Promise<HTMLElement> {
  const { startServices } = await import("../src/app/start.js");
  const { App } = await import("../src/app/app.js");
  const { createSend } = await import("../src/lib/api/send.js");
  document.body.innerHTML = '<div id="root"></div>';
  const container = document.querySelector<HTMLElement>("#root");
  if (container === null) throw new Error("no root");
  const mounted = createRoot(container);
  root = mounted;
  const services = await startServices(createSend((input, init) => fetch(input, init)));
  mounted.render(createElement(App, { services }));
  return container;
}

/** Waits until the check holds: React works in its own time, as in a browser. */
export async function settle(check: () => void): Promise<void> {
  await vi.waitFor(check, { interval: 2, timeout: 10_000 });
}

export function stopApp(): void {
  root?.unmount();
  root = undefined;
  vi.unstubAllGlobals();
  vi.resetModules();
  sessionStorage.clear();
  window.history.replaceState(null, "", "/");
  document.documentElement.removeAttribute("style");
  Reflect.deleteProperty(window, "TelegramWebviewProxy");
}
