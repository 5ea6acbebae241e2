import net from 'node:net'
import { params } from './params.ts'

/** Takes lines out of a stream of bytes. */
class LineScanner {
  readonly #onLine: (line: string) => void
  readonly #onTooLong: () => void
  #rest: Buffer = Buffer.alloc(0)
  #isDone = false

  constructor(onLine: (line: string) => void, onTooLong: () => void) {
    this.#onLine = onLine
    this.#onTooLong = onTooLong
  }

  /** Whether it is in the middle of a line. */
  get isWithin(): boolean {
    return this.#rest.length > 0
  }

  push(chunk: Buffer): void {
    if (this.#isDone) return
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (let end = this.#rest.indexOf('\n'); end >= 0 && end <= params.maxLine; end = this.#rest.indexOf('\n')) {
      this.#onLine(this.#rest.toString('utf8', 0, end))
      this.#rest = this.#rest.subarray(end + 1)
    }
    if (this.#rest.length > params.maxLine) {
      this.#isDone = true // no line of ours: stop here, and say so
      this.#rest = Buffer.alloc(0)
      this.#onTooLong()
    }
  }
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let records = 0
  const fail = (why: string) => {
    socket.end(`ERR record ${records + 1} is ${why}\n`)
    // Read on for a while, so that the client gets this; but not forever.
    const linger = setTimeout(() => socket.destroy(), 3000)
    socket.on('close', () => clearTimeout(linger))
  }
  const scanner = new LineScanner(
    () => records++,
    () => fail('too long'),
  )
  socket.on('data', (chunk: Buffer) => scanner.push(chunk))
  socket.on('end', () => {
    if (socket.writableEnded) return
    if (scanner.isWithin) fail('incomplete')
    else socket.end(`OK ${records}\n`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
