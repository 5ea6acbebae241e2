import net from 'node:net'
import { params } from './params.ts'

/** Any number of deadlines, and one timer for the nearest of them. */
class Deadlines {
  readonly #at = new Map<string, number>()
  readonly #onMissed: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(onMissed: () => void) {
    this.#onMissed = onMissed
  }

  set(name: string, ms: number) {
    this.#at.set(name, performance.now() + ms)
    this.#arm()
  }

  drop(name: string) {
    if (this.#at.delete(name)) this.#arm()
  }

  has(name: string) {
    return this.#at.has(name)
  }

  clear() {
    this.#at.clear()
    this.#arm()
  }

  #arm() {
    clearTimeout(this.#timer)
    if (this.#at.size === 0) return
    const wait = Math.min(...this.#at.values()) - performance.now()
    this.#timer = setTimeout(this.#onMissed, Math.max(1, Math.ceil(wait)))
  }
}

const LF = 10

const server = net.createServer((socket) => {
  const deadlines = new Deadlines(() => socket.destroy())
  let pieces: Buffer[] = []
  deadlines.set('idle', params.idleMs)

  socket.on('data', (chunk: Buffer) => {
    deadlines.set('idle', params.idleMs)
    let from = 0
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      socket.write(Buffer.concat([Buffer.from('heard '), ...pieces, chunk.subarray(from, end + 1)]))
      pieces = []
      deadlines.drop('request')
      from = end + 1
    }
    if (from === chunk.length) return
    pieces.push(chunk.subarray(from))
    if (!deadlines.has('request')) deadlines.set('request', params.requestMs)
  })
  socket.on('close', () => deadlines.clear())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
