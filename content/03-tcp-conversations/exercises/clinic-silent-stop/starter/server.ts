import net from 'node:net'
import { params } from './params.ts'

/** Takes lines out of a stream of bytes. */
class LineScanner {
  readonly #onLine: (line: string) => void
  #rest: Buffer = Buffer.alloc(0)
  #isDone = false

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    if (this.#isDone) return
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (let end = this.#rest.indexOf('\n'); end >= 0 && end <= params.maxLine; end = this.#rest.indexOf('\n')) {
      this.#onLine(this.#rest.toString('utf8', 0, end))
      this.#rest = this.#rest.subarray(end + 1)
    }
    if (this.#rest.length > params.maxLine) {
      this.#isDone = true // no line of ours: stop here
      this.#rest = Buffer.alloc(0)
    }
  }
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let records = 0
  const scanner = new LineScanner(() => records++)
  socket.on('data', (chunk) => scanner.push(chunk))
  socket.on('end', () => socket.end(`OK ${records}\n`))
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
