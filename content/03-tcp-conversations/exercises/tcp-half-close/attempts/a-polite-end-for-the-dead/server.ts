import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for work that takes its time: a database, another machine. */
async function combine(numbers: number[]): Promise<number> {
  await delay(20)
  return String(params.operation) === 'sum' ? numbers.reduce((a, b) => a + b, 0) : numbers.reduce((a, b) => Math.max(a, b), -Infinity)
}

/** Finds the numbers in a stream of bytes without keeping its text. */
class NumberReader {
  readonly numbers: number[] = []
  #sign = 1
  #value: number | undefined

  add(bytes: Buffer): void {
    for (const byte of bytes) {
      if (byte === 0x2d) this.#sign = -1
      else if (byte >= 0x30 && byte <= 0x39) this.#value = (this.#value ?? 0) * 10 + (byte - 0x30)
      else if (byte === 0x0a) this.flush()
    }
  }

  flush(): void {
    if (this.#value !== undefined) this.numbers.push(this.#sign * this.#value)
    this.#sign = 1
    this.#value = undefined
  }
}

async function converse(socket: net.Socket): Promise<void> {
  const reader = new NumberReader()
  socket.setTimeout(params.idle * 1000, () => socket.destroy())
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) reader.add(chunk)
  socket.setTimeout(0)
  reader.flush()
  socket.end((await combine(reader.numbers)) + '\n')
}

const server = net.createServer({ allowHalfOpen: true })
server.on('connection', (socket) => {
  socket.on('error', () => {})
  converse(socket).catch(() => socket.destroy()) // it was reset: the others go on
})
server.listen(params.port)
