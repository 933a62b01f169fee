import { expect, test } from "vitest";
import * as errors from "../../core/errors.js";
import { PROBLEMS, toProblem } from "./problem.js";

const CORE = [
  new errors.InvalidInputError("bad", [{ path: "a.b", message: "no" }]),
  new errors.UnauthorizedError("who", "no_token"),
  new errors.ForbiddenError("no"),
  new errors.NotFoundError("gone"),
  new errors.ConflictError("state", ["void"]),
  new errors.RateLimitedError("slow", 2.2),
  new errors.UnavailableError("later"),
];

test("every error class of the domain has a status", () => {
  const classes = Object.values(errors).filter((value) => value !== errors.AppError);
  expect(new Set<unknown>(CORE.map((error) => error.constructor))).toEqual(new Set<unknown>(classes));
  for (const error of CORE) expect(PROBLEMS.has(error.code)).toBe(true);
});

test("an expected error tells what is wrong and how to go on", () => {
  expect(toProblem(CORE[0], "req-12345").body).toEqual({
    type: "/api/v1/docs#invalid_input",
    title: "Invalid input",
    status: 400,
    detail: "bad",
    requestId: "req-12345",
    errors: [{ path: "a.b", message: "no" }],
  });
  expect(toProblem(CORE[4], "r").body.allowed).toEqual(["void"]);
  expect(toProblem(CORE[5], "r").headers).toEqual({ "Retry-After": "3" });
  expect(toProblem(CORE[6], "r").headers).toEqual({ "Retry-After": "5" });
  expect(toProblem(CORE[1], "r").headers).toEqual({ "WWW-Authenticate": "Bearer" });
});

test.each([
  new Error("select * from secrets where token = 'hunter2'"),
  Object.assign(new Error("x"), { code: "23505", detail: "Key (id)=(1)" }),
  "a thrown text",
  undefined,
])("an unexpected error is a plain 500 that says nothing: %s", (error) => {
  expect(toProblem(error, "req-12345").body).toEqual({
    type: "/api/v1/docs#internal",
    title: "Internal error",
    status: 500,
    requestId: "req-12345",
  });
});

test.each([
  Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
  new Error("Failed query", { cause: Object.assign(new Error("terminating"), { code: "57P01" }) }),
  new Error("timeout exceeded when trying to connect"),
  new AggregateError([Object.assign(new Error("v6"), { code: "ECONNREFUSED" })]),
])("an unreachable database is 503 with Retry-After: %s", (error) => {
  expect(toProblem(error, "r")).toMatchObject({ status: 503, headers: { "Retry-After": "5" } });
});
