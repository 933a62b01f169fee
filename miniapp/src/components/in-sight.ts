/** As the `ref` of the chosen one in a strip that scrolls: a link may lead to one that would lie outside of it. */
export function keepInSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest", inline: "center" });
}
