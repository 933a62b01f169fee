import { describe, expect, it } from "vitest";
import { frameUrl } from "./frame-url.js";

describe("frameUrl", () => {
  it("leaves an address alone whose query and hash share nothing", () => {
    const url = "http://localhost:3000/races?x=1#tgWebAppData=user%3D%257B%2526%257D%26hash%3Dab&tgWebAppVersion=9.1";
    expect(frameUrl(url)).toBe(url);
  });

  it("keeps a start parameter in the query only, and every other byte of the hash", () => {
    expect(
      frameUrl("http://localhost:3000/?tgWebAppStartParam=v1_race_7#tgWebAppData=a%2Bb&tgWebAppStartParam=v1_race_7"),
    ).toBe("http://localhost:3000/?tgWebAppStartParam=v1_race_7#tgWebAppData=a%2Bb");
  });
});
