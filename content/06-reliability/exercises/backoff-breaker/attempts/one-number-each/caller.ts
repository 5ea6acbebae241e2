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

type Result = { readonly at: number; readonly isGood: boolean; readonly generation: number }

class OpenError extends Error {
  constructor() {
    super('too many tries failed')
    this.name = 'OpenError'
  }
}

/** Counts and times only; whether the breaker is open follows from them. */
export class Caller {
  readonly #options: CallerOptions
  #results: Result[] = []
  #generation = 0
  #closedAgainAt = 0 // before this, nothing passes
  #isTrying = false // the breaker opened, and has not been closed by a probe
  #isProbing = false
  #budget = 10

  constructor(options: CallerOptions) {
    this.#options = options
  }

  ask(line: string, options: { isIdempotent?: boolean } = {}): Promise<string> {
    const { totalMs = 10_000 } = this.#options
    this.#budget = Math.min(this.#budget + 0.1, 10)
    const end = performance.now() + totalMs
    return new Promise((resolve, reject) => {
      const go = (n: number) => {
        this.#once(line, end).then(
          (answer) => {
            const [word, ms = '', ...more] = answer.split(' ')
            const isBusy = word === 'busy' && more.length === 0 && /^\d+$/.test(ms)
            if (isBusy) again(n, new Error(answer), Number(ms))
            else resolve(answer)
          },
          (error: Error) => {
            const may = error instanceof UndoneError || options.isIdempotent === true
            if (may && !(error instanceof OpenError)) again(n, error, 0)
            else reject(error)
          },
        )
      }
      const again = (n: number, error: Error, least: number) => {
        const { baseMs = 100, capMs = 5_000 } = this.#options
        const pause = least + Math.random() * Math.min(capMs, baseMs * Math.pow(2, n - 1))
        if (performance.now() + pause >= end || this.#budget < 1) return reject(error)
        this.#budget -= 1
        setTimeout(() => go(n + 1), pause)
      }
      go(1)
    })
  }

  async #once(line: string, end: number): Promise<string> {
    const { host, port, tryMs = 1_000, openMs = 5_000 } = this.#options
    const now = performance.now()
    if (this.#isTrying && (this.#isProbing || now < this.#closedAgainAt)) throw new OpenError()
    const isProbe = this.#isTrying
    this.#isProbing = isProbe
    const generation = this.#generation
    const open = () => {
      this.#generation++
      this.#isTrying = true
      this.#closedAgainAt = performance.now() + openMs
      this.#results = []
    }
    let isGood = false
    try {
      const answer = await tryOnce(host, port, line, Math.min(tryMs, Math.max(1, end - now)))
      isGood = true
      return answer
    } finally {
      const at = performance.now()
      if (isProbe) {
        this.#isProbing = false
        if (isGood) this.#isTrying = false
        else open()
        if (isGood) this.#results = [{ at, isGood, generation }] // the probe is the first of the new ones
      } else if (generation === this.#generation) {
        this.#results = this.#results.filter((one) => at - one.at <= 10_000)
        this.#results.push({ at, isGood, generation })
        const failed = this.#results.filter((one) => !one.isGood)
        if (this.#results.length >= 20 && failed.length >= this.#results.length / 2) open()
      }
    }
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
