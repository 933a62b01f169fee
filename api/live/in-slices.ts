import { setImmediate as nextTurn } from "node:timers/promises";

/** Does something for each of many, a slice per turn of the event loop, so that a large audience stalls nobody else. */
export async function inSlices<Item>(items: readonly Item[], slice: number, act: (item: Item) => void): Promise<void> {
  for (let start = 0; start < items.length; start += slice) {
    if (start > 0) await nextTurn();
    for (const item of items.slice(start, start + slice)) act(item);
  }
}
