import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

class Registry {
  readonly #guests = new Map<number, string>()
  #last = 0

  enter(address: string): number | undefined {
    const same = [...this.#guests.values()].filter((other) => other === address)
    if (this.#guests.size >= params.max || same.length >= params.perAddress) return undefined
    this.#guests.set(++this.#last, address)
    return this.#last
  }

  leave(id: number): void {
    this.#guests.delete(id)
  }

  toString(): string {
    return [...this.#guests.keys()].join(' ')
  }
}

const registry = new Registry()

async function serve(socket: net.Socket, id: number, address: string): Promise<void> {
  await record(id, address)
  if (socket.destroyed) return
  socket.write(`#${id}\n`)
  const idle = setTimeout(() => socket.destroy(), params.idle * 1000)
  try {
    let rest = ''
    for await (const text of socket.setEncoding('utf8')) {
      idle.refresh()
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) if (line === 'WHO') socket.write(`${registry}\n`)
    }
  } finally {
    clearTimeout(idle)
  }
}

const server = net.createServer((socket) => {
  socket.on('error', () => {})
  const address = socket.remoteAddress ?? ''
  const id = registry.enter(address)
  if (id === undefined) {
    socket.resume().end('BUSY\n')
    return
  }
  socket.on('end', () => registry.leave(id))
  socket.on('close', () => registry.leave(id))
  serve(socket, id, address).catch(() => socket.destroy())
})

server.listen(params.port)
