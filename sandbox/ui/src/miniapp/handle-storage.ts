import * as z from "zod/mini";
import { StorageRefusal } from "./app-storage.js";
import { type BridgeContext, type BridgeHandler, on } from "./bridge-context.js";

const request = z.object({ req_id: z.string() });
const keyed = z.object({ req_id: z.string(), key: z.string() });
const saving = z.object({ req_id: z.string(), key: z.string(), value: z.nullable(z.string()) });

/** Runs a write; a passed limit is answered with the failure event instead of the success event. */
function write(context: BridgeContext, reqId: string, success: string, failure: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof StorageRefusal)) throw error;
    context.post(failure, { req_id: reqId, error: error.message });
    return;
  }
  context.post(success, { req_id: reqId });
}

const keys = z.union([z.string(), z.array(z.string())]);
const keysParams = z.object({ keys });
const saveParams = z.object({ key: z.string(), value: z.string() });

function listOf(wanted: z.infer<typeof keys>): string[] {
  return typeof wanted === "string" ? [wanted] : wanted;
}

/** CloudStorage and the few other custom methods. @throws StorageRefusal with Telegram's code */
function customMethod(method: string, params: unknown, context: BridgeContext): unknown {
  const { storage } = context.ports;
  switch (method) {
    case "getStorageKeys":
      return [...storage.cloud.keys()];
    case "getStorageValues":
      return Object.fromEntries(
        listOf(keysParams.parse(params).keys).map((key) => [key, storage.cloud.get(key) ?? ""]),
      );
    case "saveStorageValue": {
      const { key, value } = saveParams.parse(params);
      storage.saveCloud(key, value);
      return true;
    }
    case "deleteStorageValues":
      for (const key of listOf(keysParams.parse(params).keys)) storage.cloud.delete(key);
      return true;
    case "getCurrentTime":
      return Math.floor(context.ports.nowMs() / 1000);
    default:
      throw new StorageRefusal("METHOD_INVALID");
  }
}

function invokeCustomMethod(call: { req_id: string; method: string; params?: unknown }, context: BridgeContext): void {
  try {
    const result = customMethod(call.method, call.params, context);
    context.post("custom_method_invoked", { req_id: call.req_id, result });
  } catch (error) {
    const code = error instanceof StorageRefusal ? error.message : "PARAMS_INVALID";
    context.post("custom_method_invoked", { req_id: call.req_id, error: code });
  }
}

/** Storage of the app: on the device, in the secure chip, in Telegram's cloud; here all three in memory. */
export const STORAGE_HANDLERS: Record<string, BridgeHandler> = {
  web_app_device_storage_save_key: on(saving, ({ req_id, key, value }, context) =>
    write(context, req_id, "device_storage_key_saved", "device_storage_failed", () =>
      context.ports.storage.saveDevice(key, value),
    ),
  ),
  web_app_device_storage_get_key: on(keyed, ({ req_id, key }, context) =>
    context.post("device_storage_key_received", { req_id, value: context.ports.storage.device.get(key) ?? null }),
  ),
  web_app_device_storage_clear: on(request, ({ req_id }, context) => {
    context.ports.storage.device.clear();
    context.post("device_storage_cleared", { req_id });
  }),
  web_app_secure_storage_save_key: on(saving, ({ req_id, key, value }, context) =>
    write(context, req_id, "secure_storage_key_saved", "secure_storage_failed", () =>
      context.ports.storage.saveSecure(key, value),
    ),
  ),
  web_app_secure_storage_get_key: on(keyed, ({ req_id, key }, context) =>
    context.post("secure_storage_key_received", {
      req_id,
      value: context.ports.storage.secure.get(key) ?? null,
      can_restore: false,
    }),
  ),
  web_app_secure_storage_restore_key: on(keyed, ({ req_id }, context) =>
    context.post("secure_storage_failed", { req_id, error: "RESTORE_UNAVAILABLE" }),
  ),
  web_app_secure_storage_clear: on(request, ({ req_id }, context) => {
    context.ports.storage.secure.clear();
    context.post("secure_storage_cleared", { req_id });
  }),
  web_app_invoke_custom_method: on(
    z.object({ req_id: z.string(), method: z.string(), params: z.optional(z.unknown()) }),
    (call, context) => invokeCustomMethod(call, context),
  ),
};
