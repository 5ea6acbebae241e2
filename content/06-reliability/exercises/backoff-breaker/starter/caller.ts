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

export class Caller {
  readonly #options: Required<CallerOptions>

  constructor(options: CallerOptions) {
    this.#options = { baseMs: 100, capMs: 5_000, tryMs: 1_000, totalMs: 10_000, openMs: 5_000, ...options }
  }

  /** `isIdempotent`: the server may do it twice. */
  async ask(line: string, { isIdempotent = false } = {}): Promise<string> {
    // Your turn. This is one try, and a failure is final, idempotent or not.
    const { host, port, tryMs } = this.#options
    console.log(line, isIdempotent ? 'may be done twice' : 'may be done once')
    return await tryOnce(host, port, line, tryMs)
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
