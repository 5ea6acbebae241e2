import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

class Registry {
  places = 0
  byAddress = new Map<string, number>()
  guests = new Map<number, net.Socket>()
  next = 1

  enter(address: string): number | undefined {
    const n = this.byAddress.get(address) ?? 0
    if (this.places >= params.max || n >= params.perAddress) return
    this.places++
    this.byAddress.set(address, n + 1)
    this.guests.set(this.next, null!)
    return this.next++
  }

  leave(id: number, address: string) {
    this.places--
    this.byAddress.set(address, this.byAddress.get(address)! - 1)
    this.guests.delete(id)
  }

  who() {
    return [...this.guests.keys()].sort((a, b) => a - b).join(' ')
  }
}
const registry = new Registry()

async function serve(socket: net.Socket) {
  const address = socket.remoteAddress ?? 'unknown'
  socket.on('error', () => {})
  const id = registry.enter(address)
  if (id === undefined) {
    socket.end('BUSY\n')
    socket.resume()
    return
  }
  socket.once('close', () => registry.leave(id, address))
  await record(id, address)
  registry.guests.set(id, socket)
  socket.write(`#${id}\n`)
  socket.setTimeout(params.idle * 1000, () => socket.destroy())
  let rest = ''
  socket.setEncoding('utf8')
  for await (const text of socket) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line === 'WHO') socket.write(registry.who() + '\n')
  }
}

net.createServer((socket) => {
  serve(socket).catch(() => {})
}).listen(params.port)
