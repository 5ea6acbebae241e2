import { afterMicrotasks } from '#lab/client/index.ts'

interface Rejection {
  readonly reason: unknown
  preventDefault(): void
}
/** What tells of rejected promises: a process or a worker's thread of Node, or a page's worker. */
interface Host {
  readonly process?: { on(name: string, listener: Listener): unknown; off(name: string, listener: Listener): unknown }
  addEventListener?(name: string, listener: (event: Rejection) => void): void
  removeEventListener?(name: string, listener: (event: Rejection) => void): void
}
type Listener = (reason: unknown) => void

/**
 * Promises that were rejected while nobody listened, from now until `stop`: an assertion without `await`, for example. Without this, such a
 * promise would end the grader's own process. Those of learners' programs never come here: each process of the world has its own.
 */
export class Strays {
  readonly stop: () => void
  readonly #reasons: unknown[] = []

  constructor(host = globalThis as unknown as Host) {
    this.stop = listen(host, (reason) => this.#reasons.push(reason))
  }

  /** Throws what the first one was rejected with. */
  async check(): Promise<void> {
    // A page announces them in a task of its own, which may come after the first.
    for (let round = 0; round < 2; round++) await new Promise<void>((resolve) => afterMicrotasks(resolve))
    if (this.#reasons.length > 0) throw this.#reasons[0]
  }
}

function listen(host: Host, onStray: Listener): () => void {
  const { process } = host
  if (process) {
    process.on('unhandledRejection', onStray)
    return () => process.off('unhandledRejection', onStray)
  }
  const onEvent = (event: Rejection) => {
    event.preventDefault()
    onStray(event.reason)
  }
  host.addEventListener?.('unhandledrejection', onEvent)
  return () => host.removeEventListener?.('unhandledrejection', onEvent)
}
