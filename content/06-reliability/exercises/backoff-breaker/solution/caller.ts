import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const LONGEST = 65_536 // characters of an answer
const MOST_SAVED = 10 // repetitions
const SHARE = 0.1 // of a repetition, earned by each question
const WINDOW_MS = 10_000
const FEWEST = 20 // tries in the window, for a verdict

export interface CallerOptions {
  host: string
  port: number
  baseMs?: number
  capMs?: number
  tryMs?: number
  totalMs?: number
  openMs?: number
}

/** A failure that proves that the server did nothing: the line never left. */
export class UndoneError extends Error {
  override name = 'UndoneError'
}

/** No try was sent: the breaker is open. */
class OpenError extends Error {
  override name = 'OpenError'
}

export class Caller {
  readonly #options: Required<CallerOptions>
  readonly #breaker: Breaker
  #saved = MOST_SAVED

  constructor(options: CallerOptions) {
    this.#options = { baseMs: 100, capMs: 5_000, tryMs: 1_000, totalMs: 10_000, openMs: 5_000, ...options }
    this.#breaker = new Breaker(this.#options.openMs)
  }

  /** `isIdempotent`: the server may do it twice. */
  async ask(line: string, { isIdempotent = false } = {}): Promise<string> {
    const { host, port, baseMs, capMs, tryMs, totalMs } = this.#options
    const until = performance.now() + totalMs
    this.#saved = Math.min(MOST_SAVED, this.#saved + SHARE)
    for (let tries = 0; ; tries++) {
      let awayMs = 0
      let failure: unknown
      try {
        const ms = Math.min(tryMs, until - performance.now())
        const answer = await this.#breaker.run(() => tryOnce(host, port, line, ms))
        const busy = /^busy (\d+)$/.exec(answer)
        if (!busy) return answer
        awayMs = Number(busy[1])
        failure = new UndoneError('the server is busy')
      } catch (error) {
        if (error instanceof OpenError) throw error
        if (!isIdempotent && !(error instanceof UndoneError)) throw error
        failure = error
      }
      const pause = awayMs + Math.random() * Math.min(capMs, baseMs * 2 ** tries)
      if (this.#saved < 1 || performance.now() + pause >= until) throw failure
      this.#saved--
      await sleep(pause)
    }
  }
}

/** Sends no tries while most of them fail. */
class Breaker {
  readonly #openMs: number
  #ended: { at: number; isGood: boolean }[] = [] // tries of the last WINDOW_MS, since it closed
  #failed = 0 // of these
  #openUntil = 0
  #state: 'closed' | 'open' | 'probing' = 'closed'
  #epoch = 0 // grows when the breaker opens: tries of an earlier one count for nothing

  constructor(openMs: number) {
    this.#openMs = openMs
  }

  async run(attempt: () => Promise<string>): Promise<string> {
    const isProbe = this.#state === 'open' && performance.now() >= this.#openUntil
    if (this.#state !== 'closed' && !isProbe) throw new OpenError('the server is failing')
    if (isProbe) this.#state = 'probing'
    const epoch = this.#epoch
    const end = (isGood: boolean) => {
      if (isProbe) this.#decide(isGood)
      else if (epoch === this.#epoch) this.#count(isGood)
    }
    try {
      const answer = await attempt()
      end(true)
      return answer
    } catch (error) {
      end(false)
      throw error
    }
  }

  #decide(isGood: boolean) {
    if (isGood) this.#state = 'closed'
    else this.#open()
  }

  #count(isGood: boolean) {
    const now = performance.now()
    this.#ended.push({ at: now, isGood })
    if (!isGood) this.#failed++
    while (now - this.#ended[0]!.at > WINDOW_MS) if (!this.#ended.shift()!.isGood) this.#failed--
    if (this.#ended.length >= FEWEST && this.#failed * 2 >= this.#ended.length) this.#open()
  }

  #open() {
    this.#epoch++
    this.#ended = []
    this.#failed = 0
    this.#state = 'open'
    this.#openUntil = performance.now() + this.#openMs
  }
}

/** One try on a connection of its own, for at most `ms`. */
function tryOnce(host: string, port: number, line: string, ms: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let isConnected = false
  let received = ''
  const socket = net.connect(port, host)
  const fail = (text: string) => {
    reject(isConnected ? new Error(text) : new UndoneError(text))
    socket.destroy()
  }
  const timer = setTimeout(() => fail(`no answer within ${Math.round(ms)} ms`), ms)
  socket.setEncoding('utf8')
  socket.on('error', (error) => fail(error.message))
  socket.on('connect', () => {
    isConnected = true
    socket.write(`${line}\n`)
  })
  socket.on('data', (chunk: string) => {
    received += chunk
    const end = received.indexOf('\n')
    if (end >= 0) {
      resolve(received.slice(0, end))
      socket.destroy()
    } else if (received.length > LONGEST) fail('the answer is too long')
  })
  socket.on('end', () => fail('the server hung up'))
  socket.on('close', () => clearTimeout(timer))
  return promise
}
