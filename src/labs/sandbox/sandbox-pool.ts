import { Sandbox } from './sandbox.ts'
import { worldScripts } from './scripts.ts'

/**
 * Keeps one unused sandbox ready, because a run should not wait for a frame to be made and Node's library to be read. Each sandbox
 * is handed out once.
 */
export class SandboxPool {
  #next: Promise<Sandbox> | null = null

  /** Begins to make the next one, if none is there. */
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

  /** A sandbox that nothing has run in. */
  take(): Promise<Sandbox> {
    this.prepare()
    const taken = this.#next!
    this.#next = null
    return taken
  }
}
