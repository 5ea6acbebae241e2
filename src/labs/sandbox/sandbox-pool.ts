import { Sandbox } from './sandbox.ts'
import { worldScripts } from './scripts.ts'

/**
 * Keeps one unused sandbox ready, because a run should not wait for a frame and Node's library. Each sandbox is used
 * once.
 */
export class SandboxPool {
  #next: Promise<Sandbox> | null = null

  /** Prepares the next sandbox, if there is none. */
  prepare(): void {
    if (this.#next) return
    const making = worldScripts().then((scripts) => Sandbox.create(scripts))
    this.#next = making
    making.then(
      () => performance.mark('ackademy:sandbox-ready'),
      () => {
        if (this.#next === making) this.#next = null
      },
    )
  }

  /** Returns a sandbox in which nothing has run. */
  take(): Promise<Sandbox> {
    this.prepare()
    const taken = this.#next!
    this.#next = null
    return taken
  }
}
