import { describe, expect, test } from "vitest";
import { headersForPeople, isJson, readHookHeaders } from "./hook-headers.js";

describe("the headers of a post", () => {
  test("are found in any case, and a repeat is seen although Node would join or drop it", () => {
    const raw = [
      "Webhook-Id",
      "a",
      "WEBHOOK-TIMESTAMP",
      "1",
      "Content-Type",
      "application/json",
      "Content-Length",
      "12",
    ];
    expect(readHookHeaders(raw)).toEqual({
      id: "a",
      timestamp: "1",
      signature: "",
      contentType: "application/json",
      contentEncoding: "identity",
      contentLength: 12,
      isRepeated: false,
    });
    expect(readHookHeaders([...raw, "Content-Encoding", "Identity"]).contentEncoding).toBe("identity");
    expect(readHookHeaders([...raw, "webhook-id", "a"]).isRepeated).toBe(true);
    expect(readHookHeaders([...raw, "x-other", "1", "x-other", "2"]).isRepeated).toBe(false);
  });

  test.each([
    ["application/json", true],
    ["application/json;charset=utf-8", true],
    ['application/json; charset="utf-8"', true],
    ["application/json; version=1; charset=UTF-8", true],
    ["application/json; charset=latin1", false],
    ["application/jsonp", false],
    ["text/json", false],
    ["", false],
  ])("content type %j is JSON: %s", (type, isIt) => {
    expect(isJson(type)).toBe(isIt);
  });

  test("are kept for people without credentials and with signatures cut", () => {
    const raw = [
      "Webhook-Signature",
      "v1,0123456789",
      "Authorization",
      "Bearer x",
      "Cookie",
      "a=b",
      "User-Agent",
      "casino/1",
    ];
    expect(headersForPeople(raw)).toEqual({ "webhook-signature": "v1,01234", "user-agent": "casino/1" });
  });
});
