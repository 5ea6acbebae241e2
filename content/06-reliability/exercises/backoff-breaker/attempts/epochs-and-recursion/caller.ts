import net from 'node:net'

const LONGEST = 65_536 // characters of an answer

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

class OpenError extends Error {
  override readonly name = 'OpenError'
}

/** A time in which the breaker was closed. Results belong to the period in which their try began. */
interface Period {
  ok: number[]
  bad: number[]
}

export class Caller {
  readonly #o: Required<CallerOptions>
  #tenths = 100
  #period: Period | null = { ok: [], bad: [] } // null: open
  #openedAt = Number.NEGATIVE_INFINITY
  #hasProbe = false

  constructor(options: CallerOptions) {
    this.#o = { baseMs: 100, capMs: 5_000, tryMs: 1_000, totalMs: 10_000, openMs: 5_000, ...options }
  }

  ask(line: string, { isIdempotent = false } = {}): Promise<string> {
    this.#tenths = Math.min(100, this.#tenths + 1)
    return this.#attempt(line, isIdempotent, performance.now() + this.#o.totalMs, this.#o.baseMs)
  }

  async #attempt(line: string, isIdempotent: boolean, deadline: number, limit: number): Promise<string> {
    const finish = this.#enter()
    const { host, port, tryMs, capMs } = this.#o
    let reason: Error
    let least = 0
    try {
      const answer = await tryOnce(host, port, line, Math.max(0, Math.min(tryMs, deadline - performance.now())))
      finish(true)
      if (!/^busy [0-9]+$/.test(answer)) return answer
      least = Number.parseInt(answer.slice(5), 10)
      reason = new Error('the server is busy and did nothing')
    } catch (error) {
      finish(false)
      reason = error as Error
      if (!(isIdempotent || reason instanceof UndoneError)) throw reason
    }
    const pause = least + Math.floor(Math.random() * Math.min(limit, capMs))
    if (this.#tenths < 10) throw reason
    if (performance.now() + pause > deadline - 1) throw reason
    this.#tenths -= 10
    await new Promise((wake) => setTimeout(wake, pause))
    return this.#attempt(line, isIdempotent, deadline, limit * 2)
  }

  /** Lets a try pass or throws; returns what has to be told its result. */
  #enter(): (isGood: boolean) => void {
    const period = this.#period
    if (period) return (isGood) => this.#note(period, isGood)
    if (this.#hasProbe || performance.now() - this.#openedAt < this.#o.openMs) throw new OpenError('not now')
    this.#hasProbe = true
    return (isGood) => {
      this.#hasProbe = false
      if (isGood) this.#period = { ok: [], bad: [] }
      else this.#openedAt = performance.now()
    }
  }

  #note(period: Period, isGood: boolean) {
    if (period !== this.#period) return
    const now = performance.now()
    ;(isGood ? period.ok : period.bad).push(now)
    const recent = (times: number[]) => times.filter((time) => time > now - 10_000)
    period.ok = recent(period.ok)
    period.bad = recent(period.bad)
    if (period.ok.length + period.bad.length < 20 || period.bad.length < period.ok.length) return
    this.#period = null
    this.#openedAt = now
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
