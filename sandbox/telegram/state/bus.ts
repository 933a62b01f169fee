import type { SandboxEvent } from "../control.js";

/** Tells everybody who waits or watches that the world is not what it was. */
export class Bus {
  private readonly listeners = new Set<() => void>();
  private readonly eventListeners = new Set<(event: SandboxEvent, userId: number | undefined) => void>();
  private version = 0;

  get currentVersion(): number {
    return this.version;
  }

  /** Something a waiter may wait for happened, visible to people or not. */
  stir(): void {
    for (const listener of this.listeners) listener();
  }

  /** Something people can see changed in these chats. */
  changed(...chatIds: number[]): void {
    this.version += 1;
    this.emit({ type: "changed", version: this.version, chatIds });
    this.stir();
  }

  /** For one person, or for everybody. */
  emit(event: SandboxEvent, userId?: number): void {
    for (const listener of this.eventListeners) listener(event, userId);
  }

  onStir(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onEvent(listener: (event: SandboxEvent, userId: number | undefined) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }
}
