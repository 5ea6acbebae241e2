// The bug is called silent truncation, a swallowed error: the reader stopped and did not say so. Go's bufio.Scanner is known for it: Scan() is false at
// a line that is too long as it is at the end, and only Err() tells one from the other.

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

  push(chunk: Buffer): void {
    if (this.#isDone) return
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (let end = this.#rest.indexOf('\n'); end >= 0 && end <= params.maxLine; end = this.#rest.indexOf('\n')) {
      this.#onLine(this.#rest.toString('utf8', 0, end))
      this.#rest = this.#rest.subarray(end + 1)
    }
    if (this.#rest.length > params.maxLine) {
      this.#isDone = true
      this.#rest = Buffer.alloc(0)
      this.#onTooLong() // who stops says so
    }
  }
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let records = 0
  const scanner = new LineScanner(
    () => records++,
    () => socket.end(`ERR record ${records + 1} is too long\n`),
  )
  socket.on('data', (chunk) => scanner.push(chunk)) // reads on after an ERR: a RST for unread data would overtake it
  socket.on('end', () => {
    if (!socket.writableEnded) socket.end(`OK ${records}\n`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
