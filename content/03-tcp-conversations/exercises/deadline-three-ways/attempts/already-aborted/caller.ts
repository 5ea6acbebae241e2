import net from 'node:net'
import { params } from './params.ts'

/** A deadline of ours is over, and which. */
export class DeadlineError extends Error {
  readonly timeout = true
  readonly phase: 'connect' | 'idle' | 'total'

  constructor(phase: 'connect' | 'idle' | 'total') {
    super(`the ${phase} deadline of ${params[`${phase}Ms`]} ms is over`)
    this.phase = phase
  }
}

type Phase = DeadlineError['phase']

/** What is going on: a promise that someone waits for, and the clocks that watch over it. */
class Task<T> {
  readonly #deferred = Promise.withResolvers<T>()
  readonly #clocks = new Map<Phase, NodeJS.Timeout>()

  constructor(phases: Phase[], onDeadline: (error: DeadlineError) => void) {
    for (const phase of phases) {
      this.#clocks.set(
        phase,
        setTimeout(() => onDeadline(new DeadlineError(phase)), params[`${phase}Ms`]),
      )
    }
  }

  get promise(): Promise<T> {
    return this.#deferred.promise
  }

  restart(phase: Phase): void {
    this.#clocks.get(phase)?.refresh()
  }

  finish(value: T): void {
    this.#stop()
    this.#deferred.resolve(value)
  }

  fail(reason: unknown): void {
    this.#stop()
    this.#deferred.reject(reason)
  }

  #stop(): void {
    for (const clock of this.#clocks.values()) clearTimeout(clock)
    this.#clocks.clear()
  }
}

/** Takes bytes and gives the first whole line, as soon as there is one. */
function* firstLine(): Generator<undefined, string, Buffer> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  for (;;) {
    const bytes = yield
    const end = bytes.indexOf('\n')
    if (end >= 0) return text + decoder.decode(bytes.subarray(0, end))
    text += decoder.decode(bytes, { stream: true })
  }
}

type State =
  | { name: 'connecting'; task: Task<void> }
  | { name: 'quiet' }
  | { name: 'asking'; task: Task<string>; reader: Generator<undefined, string, Buffer> }
  | { name: 'over'; reason: unknown }

export class Caller {
  readonly #socket: net.Socket
  readonly #off: (() => void)[] = []
  #state: State

  private constructor(host: string, port: number, signal?: AbortSignal) {
    this.#socket = net.connect({ host, port })
    this.#state = { name: 'connecting', task: new Task<void>(['connect'], (error) => this.#end(error)) }
    this.#on('connect', () => {
      if (this.#state.name !== 'connecting') return
      const { task } = this.#state
      this.#state = { name: 'quiet' }
      task.finish()
    })
    this.#on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#on('error', (error: Error) => this.#end(error))
    this.#on('end', () => this.#end(new Error('the other side hung up')))
    this.#on('close', () => this.#end(new Error('the connection is closed')))
    if (signal) {
      const onAbort = () => this.#end(new Error('aborted', { cause: signal.reason }))
      signal.addEventListener('abort', onAbort, { once: true })
      this.#off.push(() => signal.removeEventListener('abort', onAbort))
    }
  }

  static async open(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
    const caller = new Caller(host, port, signal)
    if (caller.#state.name === 'connecting') await caller.#state.task.promise
    return caller
  }

  /** Asks one question, and gives the answer. */
  async ask(question: string): Promise<string> {
    if (this.#state.name === 'over') throw this.#state.reason
    if (this.#state.name !== 'quiet') throw new Error('one question at a time')
    const task = new Task<string>(['idle', 'total'], (error) => this.#end(error))
    const reader = firstLine()
    reader.next()
    this.#state = { name: 'asking', task, reader }
    this.#socket.write(question + '\n')
    return task.promise
  }

  close(): void {
    if (this.#state.name === 'over') return
    // Nothing is on its way in either direction.
    this.#end(new Error('the connection was closed on this side'))
  }

  #on(event: string, listener: (...args: never[]) => void): void {
    this.#socket.on(event, listener as () => void)
    this.#off.push(() => this.#socket.off(event, listener as () => void))
  }

  #receive(chunk: Buffer): void {
    if (this.#state.name !== 'asking') return
    const { task, reader } = this.#state
    task.restart('idle')
    const { done, value } = reader.next(chunk)
    if (!done) return
    this.#state = { name: 'quiet' }
    task.finish(value)
  }

  #end(reason: unknown): void {
    const before = this.#state
    if (before.name === 'over') return
    this.#state = { name: 'over', reason: reason instanceof DeadlineError ? new Error('the connection is gone') : reason }
    for (const off of this.#off) off()
    this.#socket.destroy()
    if ('task' in before) before.task.fail(reason)
  }
}

export function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  return Caller.open(host, port, signal)
}
