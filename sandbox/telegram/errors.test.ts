import { describe, expect, it } from "vitest";
import { ApiError, describeError } from "./errors.js";

describe("error wording", () => {
  it("puts the prefix first and makes the first letter small", () => {
    expect(describeError(400, "Chat not found")).toBe("Bad Request: chat not found");
  });

  it("keeps a capital that is followed by a capital or an underscore", () => {
    expect(describeError(400, "BUTTON_DATA_INVALID")).toBe("Bad Request: BUTTON_DATA_INVALID");
    expect(describeError(400, "A_B")).toBe("Bad Request: A_B");
  });

  it("does not write the prefix twice", () => {
    expect(describeError(409, "Conflict: terminated by setWebhook request")).toBe(
      "Conflict: terminated by setWebhook request",
    );
  });

  it("turns a 403 of capitals into a 400", () => {
    const error = new ApiError(403, "CHAT_WRITE_FORBIDDEN");
    expect([error.code, error.message]).toEqual([400, "Bad Request: CHAT_WRITE_FORBIDDEN"]);
  });

  it("says only the prefix when there is nothing to add", () => {
    expect(describeError(401, "")).toBe("Unauthorized");
  });
});
