import type { Call } from "./http/call.js";

/** What goes wrong. `lost` is the one that finds duplicate announcements: applied, then no answer. */
export type FaultKind =
  | { kind: "error"; code: number; description: string; retryAfterS?: number }
  | { kind: "refused" }
  | { kind: "lost" }
  | { kind: "slow"; ms: number }
  | { kind: "badGateway" }
  | { kind: "reset" };

export type FaultPlan = {
  /** Any method when left out. */
  method?: string;
  chatId?: number;
  /** Matches `text` or `caption`. */
  text?: string | RegExp;
  /** Default 1. */
  times?: number;
  fault: FaultKind;
};

type Pending = FaultPlan & { left: number };

/** Scripted faults, used in the order they were planned. */
export class Faults {
  private readonly plans: Pending[] = [];

  plan(plan: FaultPlan): void {
    this.plans.push({ ...plan, left: plan.times ?? 1 });
  }

  /** The fault this call runs into, if any; it counts as used. */
  take(call: Call): FaultKind | undefined {
    const plan = this.plans.find((one) => one.left > 0 && matches(one, call));
    if (!plan) return undefined;
    plan.left -= 1;
    return plan.fault;
  }

  /** Faults no call ran into: a test that planned them tested something else. */
  unused(): string[] {
    return this.plans
      .filter((one) => one.left > 0)
      .map((one) => `${one.fault.kind} on ${one.method ?? "any method"}, ${one.left} left`);
  }
}

function matches(plan: FaultPlan, call: Call): boolean {
  if (plan.method !== undefined && plan.method.toLowerCase() !== call.method.toLowerCase()) return false;
  if (plan.chatId !== undefined && call.number("chat_id") !== plan.chatId) return false;
  if (plan.text === undefined) return true;
  const text = call.text("text") ?? call.text("caption") ?? "";
  return typeof plan.text === "string" ? text.includes(plan.text) : plan.text.test(text);
}
