/** What has been opened and must be closed in the opposite order; Node 20 has no AsyncDisposableStack. */
export class ClosingSteps implements AsyncDisposable {
  #steps: (() => Promise<void>)[] = [];

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  use<Part extends AsyncDisposable>(part: Part): Part {
    this.add(async () => part[Symbol.asyncDispose]());
    return part;
  }

  /** Closes everything, even when a step fails. @throws the first failure */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
