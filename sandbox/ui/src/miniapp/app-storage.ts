/** Telegram's limit for SecureStorage; DeviceStorage is measured in bytes instead. */
const SECURE_ITEMS_MAX = 10;
const DEVICE_BYTES_MAX = 5 * 1024 * 1024;
/** Limits of CloudStorage (Bot API, "CloudStorage"). */
const CLOUD_ITEMS_MAX = 1024;
const CLOUD_VALUE_MAX = 4096;
const CLOUD_KEY = /^[A-Za-z0-9_-]{1,128}$/;

export class StorageRefusal extends Error {
  override readonly name = "StorageRefusal";
}

/** One person's storage of one bot's apps. It lives as long as the page does: reopening the app finds it again. */
export class AppStorage {
  readonly cloud = new Map<string, string>();
  readonly device = new Map<string, string>();
  readonly secure = new Map<string, string>();
  /** Whether the app's icon stands among the phone's own. */
  isOnHomeScreen = false;

  /** @throws StorageRefusal with Telegram's code when a limit is passed */
  saveDevice(key: string, value: string | null): void {
    if (value === null) {
      this.device.delete(key);
      return;
    }
    let bytes = key.length + value.length;
    for (const [otherKey, other] of this.device) if (otherKey !== key) bytes += otherKey.length + other.length;
    if (bytes > DEVICE_BYTES_MAX) throw new StorageRefusal("QUOTA_EXCEEDED");
    this.device.set(key, value);
  }

  /** @throws StorageRefusal with Telegram's code when a limit is passed */
  saveSecure(key: string, value: string | null): void {
    if (value === null) {
      this.secure.delete(key);
      return;
    }
    if (!this.secure.has(key) && this.secure.size >= SECURE_ITEMS_MAX) throw new StorageRefusal("QUOTA_EXCEEDED");
    this.secure.set(key, value);
  }

  /** @throws StorageRefusal with Telegram's code when a limit is passed */
  saveCloud(key: string, value: string): void {
    if (!CLOUD_KEY.test(key)) throw new StorageRefusal("KEY_INVALID");
    if (value.length > CLOUD_VALUE_MAX) throw new StorageRefusal("VALUE_INVALID");
    if (!this.cloud.has(key) && this.cloud.size >= CLOUD_ITEMS_MAX) throw new StorageRefusal("ITEMS_TOO_MUCH");
    this.cloud.set(key, value);
  }
}
