import net from 'node:net'
import { params } from './params.ts'

class CallError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** So many may pass at a time; the others wait in the order they came. */
class Gate {
  #free: number
  readonly #waiting = new Set<() => void>()

  constructor(places: number) {
    this.#free = places
  }

  /** Calls `enter` as soon as there is a place. The result takes it out of the queue again, and says whether it was in it. */
  enter(enter: () => void): () => boolean {
    this.#waiting.add(enter)
    this.#open()
    return () => this.#waiting.delete(enter)
  }

  leave(): void {
    this.#free++
    this.#open()
  }

  #open(): void {
    for (const enter of this.#waiting) {
      if (this.#free === 0) return
      this.#free--
      this.#waiting.delete(enter)
      enter()
    }
  }
}

/** Hands out ids in a circle. A taken id is not handed out again before it is returned; a caller that finds none waits. */
class Ids {
  readonly #taken = new Set<number>()
  readonly #waiting = new Set<(id: number) => void>()
  #next = 0

  take(use: (id: number) => void): () => boolean {
    this.#waiting.add(use)
    this.#serve()
    return () => this.#waiting.delete(use)
  }

  giveBack(id: number): void {
    this.#taken.delete(id)
    this.#serve()
  }

  #serve(): void {
    for (const use of this.#waiting) {
      if (this.#taken.size === params.ids) return
      while (this.#taken.has(this.#next)) this.#next = (this.#next + 1) % params.ids
      const id = this.#next
      this.#taken.add(id)
      this.#next = (id + 1) % params.ids
      this.#waiting.delete(use)
      use(id)
    }
  }
}

/** Many calls at once over one connection. */
export class Client {
  readonly #socket: net.Socket
  readonly #gate = new Gate(params.maxActive)
  readonly #ids = new Ids()
  readonly #expected = new Map<string, (status: string, text: string) => void>()
  readonly #calls = new Set<(error: Error) => void>()
  #isOver = false

  constructor(host: string, port: number) {
    this.#socket = net.connect({ host, port })
    void this.#listen()
  }

  async call(command: string, argument: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<string> {
    if (this.#isOver) throw new CallError('ECONNRESET', 'there is no connection')
    if (/\n/.test(command + argument)) throw new RangeError('there must be no newline in a call')

    const { promise, resolve, reject } = Promise.withResolvers<string>()
    let leaveQueue: () => boolean = () => false
    let leaveIds: () => boolean = () => false
    let isInside = false
    let isSent = false
    let hasAnswer = false
    let isSettled = false
    const settle = (how: () => void) => {
      if (isSettled) return
      isSettled = true
      clearTimeout(timer)
      this.#calls.delete(fail)
      how()
      if (this.#isOver) return
      leaveQueue()
      if (isInside && (!isSent || hasAnswer)) this.#gate.leave()
      leaveIds()
    }
    const fail = (error: Error) => settle(() => reject(error))
    const timer = setTimeout(() => fail(new CallError('ETIMEDOUT', `waited ${timeoutMs} ms`)), timeoutMs)
    this.#calls.add(fail)

    leaveQueue = this.#gate.enter(() => {
      isInside = true
      leaveIds = this.#ids.take((id) => {
        this.#expected.set(String(id), (status, text) => {
          this.#expected.delete(String(id))
          if (isSettled) this.#gate.leave()
          hasAnswer = true
          settle(() => (status === 'OK' ? resolve(text) : reject(new Error(text)))) // a late answer settles nothing
          this.#ids.giveBack(id)
        })
        isSent = true
        this.#socket.write([id, command, argument].join(params.separator) + '\n')
      })
    })
    return promise
  }

  close(): void {
    this.#isOver = true
    this.#socket.destroy()
    for (const fail of [...this.#calls]) fail(new CallError('ECONNRESET', 'the connection is closed'))
  }

  async #listen(): Promise<void> {
    try {
      let rest = ''
      for await (const text of this.#socket.setEncoding('utf8')) {
        const lines: string[] = (rest + text).split('\n')
        rest = lines.pop()!
        for (const line of lines) this.#dispatch(line)
      }
    } catch {
      // lost
    }
    this.close()
  }

  #dispatch(line: string): void {
    const { separator } = params
    const first = line.indexOf(separator)
    const second = line.indexOf(separator, first + 1)
    if (first < 0 || second < 0 || this.#isOver) return
    this.#expected.get(line.slice(0, first))?.(line.slice(first + 1, second), line.slice(second + 1))
  }
}
