// @vitest-environment happy-dom
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RACE, stubApi } from "../../testing/_answers.js";
import { installBridgeHost, type BridgeHost } from "../../testing/_bridge-host.js";
import { launchHash } from "../../testing/_launch.js";
import { settle, startApp, stopApp } from "../../testing/_render.js";

const DARK = { bg_color: "#17212b", secondary_bg_color: "#0e1621", text_color: "#f5f5f5", hint_color: "#708499" };

/**
 * The SDK keeps its state for the life of the test file, so Telegram opens the app once here; tests/miniapp opens it in
 * many ways in a real browser.
 */
describe("inside Telegram", () => {
  let host: BridgeHost;
  let page: HTMLElement;
  let asked: string[];
  const root = document.documentElement;
  const posted = (type: string) => host.posted.filter((event) => event.type === type);

  beforeAll(async () => {
    asked = stubApi();
    const launch = { theme: DARK, startParam: `v1_race_${RACE.id}` };
    window.history.replaceState(null, "", `/${launchHash(launch)}`);
    host = installBridgeHost({ ...launch, safeArea: { top: 47, bottom: 34, left: 0, right: 0 }, height: 600 });
    page = await startApp();
  });
  afterAll(stopApp);

  test("it shows the race it was opened for", async () => {
    await settle(() => expect(page.querySelector("h1")?.textContent).toBe(RACE.title));
  });

  test("it tells Telegram that it is ready, and expands", () => {
    const types = host.posted.map(({ type }) => type);
    expect(types).toContain("iframe_ready");
    expect(types.indexOf("web_app_ready")).toBeGreaterThan(-1);
    expect(types.indexOf("web_app_expand")).toBeGreaterThan(types.indexOf("web_app_ready"));
  });

  test("it keeps clear of the notch and hangs its bar on the stable height", async () => {
    const { style } = root;
    await settle(() => expect(style.getPropertyValue("--tg-viewport-safe-area-inset-top")).toBe("47px"));
    expect(style.getPropertyValue("--tg-viewport-stable-height")).toBe("600px");
  });

  test("it signs in with initData and shows one's own place", async () => {
    await settle(() => expect(page.querySelector("[data-testid=my-place]")).not.toBeNull());
    expect(asked).toContain("/auth/telegram");
    expect(page.querySelector("[aria-live=polite]")?.textContent).toBe("Your rank: 6");
    expect(page.querySelector(".mine")?.textContent).toContain("$1.00");
  });

  test("it wears Telegram's colours, and changes with them while it is open", () => {
    expect([root.dataset["scheme"], root.style.getPropertyValue("--page")]).toEqual(["dark", "#0e1621"]);
    expect(posted("web_app_set_header_color").at(-1)?.data).toEqual({ color: "#0e1621" });
    host.emit("theme_changed", { theme_params: { bg_color: "#ffffff", secondary_bg_color: "#efeff3" } });
    expect([root.dataset["scheme"], root.style.getPropertyValue("--page")]).toEqual(["light", "#efeff3"]);
  });

  test("a link to a race opens that race, with a way back home", async () => {
    expect(window.location.pathname).toBe(`/races/${RACE.id}`);
    expect(posted("web_app_setup_back_button").at(-1)?.data).toEqual({ is_visible: true });
    host.emit("back_button_pressed");
    await settle(() => expect(posted("web_app_setup_back_button").at(-1)?.data).toEqual({ is_visible: false }));
    expect(window.location.pathname).toBe("/");
  });
});

describe("outside Telegram", () => {
  afterEach(stopApp);

  test("the public board has a link into Telegram and signs nobody in", async () => {
    const asked = stubApi();
    const page = await startApp();
    await settle(() =>
      expect(page.querySelector(".mine a")?.getAttribute("href")).toBe(
        `https://t.me/goat_bot?startapp=v1_race_${RACE.id}`,
      ),
    );
    expect(asked).not.toContain("/auth/telegram");
    expect(page.querySelectorAll(".podium__person")).toHaveLength(3);
  });

  test("a launch link opened in an ordinary browser is the public board, not a blank page", async () => {
    stubApi();
    window.history.replaceState(null, "", `/${launchHash()}`);
    const page = await startApp();
    await settle(() => expect(page.textContent).toContain("Open in Telegram"));
  });

  test("no race is said so", async () => {
    stubApi({ failing: { "/races/current": 404 } });
    const page = await startApp();
    await settle(() => expect(page.querySelector("h1")?.textContent).toBe("No race right now"));
  });

  test("a failed board can be tried again", async () => {
    const failing: Record<string, number> = { "/races/current": 500 };
    stubApi({ failing });
    const page = await startApp();
    const retry = await findButton(page, "Try again");
    delete failing["/races/current"];
    retry.click();
    await settle(() => expect(page.querySelector("h1")?.textContent).toBe(RACE.title));
  });
});

async function findButton(page: HTMLElement, label: string): Promise<HTMLElement> {
  let found: HTMLElement | undefined;
  await settle(() => {
    found = [...page.querySelectorAll<HTMLElement>("button")].find((button) => button.textContent === label);
    expect(found).toBeDefined();
  });
  return found!;
}
