import { expect, test, vi } from "vitest";
import { createStore } from "../store.js";
import { createDeferredFeed } from "./deferred-feed.js";
import type { Link, LiveFeed } from "./feed.js";

function fakeFeed() {
  const link = createStore<Link>("off");
  const leave = vi.fn<() => void>();
  const feed = {
    link,
    subscribe: vi.fn<LiveFeed["subscribe"]>().mockReturnValue(leave),
    heardAtMs: () => 7,
    setPaused: vi.fn<LiveFeed["setPaused"]>(),
    nudge: vi.fn<LiveFeed["nudge"]>(),
  };
  return { feed, link, leave };
}

const listener = { onBoard: vi.fn<() => void>(), onMe: vi.fn<() => void>(), onState: vi.fn<() => void>() };

test("the feed is fetched when somebody subscribes, and hears of what happened meanwhile", async () => {
  const { feed, link, leave } = fakeFeed();
  const load = vi.fn<() => Promise<LiveFeed>>().mockResolvedValue(feed);
  const deferred = createDeferredFeed(load);
  expect(load).not.toHaveBeenCalled();
  const end = deferred.subscribe("race:a", listener);
  deferred.setPaused(true);
  expect(deferred.link.get()).toBe("connecting");
  await vi.waitFor(() => expect(feed.subscribe).toHaveBeenCalledWith("race:a", listener, undefined), 10_000);
  expect(feed.setPaused).toHaveBeenCalledWith(true);
  link.set("live");
  expect([deferred.link.get(), deferred.heardAtMs()]).toEqual(["live", 7]);
  end();
  expect(leave).toHaveBeenCalledTimes(1);
});

test("whoever leaves before the feed has come is not subscribed", async () => {
  const { feed } = fakeFeed();
  const deferred = createDeferredFeed(() => Promise.resolve(feed));
  deferred.subscribe("race:a", listener)();
  deferred.subscribe("race:b", listener);
  await vi.waitFor(() => expect(feed.subscribe).toHaveBeenCalled(), 10_000);
  expect(feed.subscribe.mock.calls.map(([channel]) => channel)).toEqual(["race:b"]);
});

test("a script that did not load is fetched again at the next nudge", async () => {
  const { feed } = fakeFeed();
  const load = vi.fn<() => Promise<LiveFeed>>().mockRejectedValueOnce(new Error("offline")).mockResolvedValue(feed);
  const deferred = createDeferredFeed(load);
  deferred.subscribe("race:a", listener);
  await vi.waitFor(() => {
    deferred.nudge();
    expect(feed.subscribe).toHaveBeenCalledTimes(1);
  }, 10_000);
});
