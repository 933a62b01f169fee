/** Texts kept on the device between visits. The server is the truth: whatever is lost here is read again. */
export interface DeviceStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Telegram Web shows the app in a cross-site frame, where browsers may refuse storage; then memory has to do. */
export function openStorage(find: () => Storage = () => window.localStorage): DeviceStorage {
  const memory = new Map<string, string>();
  const attempt = <Value>(use: (storage: Storage) => Value): Value | undefined => {
    try {
      return use(find());
    } catch {
      // Refused or full: the copy in memory is as good until the app is closed.
      return undefined;
    }
  };
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? undefined,
    set: (key, value) => {
      memory.set(key, value);
      attempt((storage) => storage.setItem(key, value));
    },
    remove: (key) => {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
  };
}
