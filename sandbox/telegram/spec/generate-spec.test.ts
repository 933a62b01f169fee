import { expect, it } from "vitest";
import { apiSpec } from "./api-spec.js";
import { generateSpec } from "./generate-spec.js";

it("changes nothing when the spec is generated again", () => {
  expect(generateSpec()).toEqual(apiSpec);
});

it("holds every method, parameter and length limit of the pinned types", () => {
  const methods = Object.values(apiSpec.methods);
  const params = methods.flatMap((method) => Object.values(method.params));
  expect([methods.length, params.length, params.filter((param) => param.limit).length]).toEqual([187, 955, 56]);
});
