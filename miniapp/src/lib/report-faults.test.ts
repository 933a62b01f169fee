import { expect, test } from "vitest";
import { UnreachableError, type Send } from "./api/send.js";
import { createFaultReporter } from "./report-faults.js";

function reporter() {
  const bodies: unknown[] = [];
  const send: Send = (request) => {
    bodies.push(request.body);
    return Promise.reject(new UnreachableError("no network"));
  };
  return { bodies, report: createFaultReporter(send, () => "/races") };
}

test("a fault is told once, with where it happened", () => {
  const { bodies, report } = reporter();
  const fault = new TypeError("x is undefined");
  report(fault);
  report(new TypeError("x is undefined"));
  expect(bodies).toEqual([
    { message: "TypeError: x is undefined", stack: fault.stack?.slice(0, 4_000), page: "/races" },
  ]);
});

test("a lost network is no fault, and a flood stops after five", () => {
  const { bodies, report } = reporter();
  report(new UnreachableError("no network"));
  for (let fault = 0; fault < 20; fault++) report(`fault ${fault} ${"x".repeat(1_000)}`);
  expect(bodies).toHaveLength(5);
  expect(bodies[0]).toEqual({ message: `fault 0 ${"x".repeat(492)}`, page: "/races" });
});
