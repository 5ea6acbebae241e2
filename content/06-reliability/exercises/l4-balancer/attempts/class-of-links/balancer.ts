import net from 'node:net'
import { params } from './params.ts'

class Backend {
  links = new Set<object>()
  failed = false
  constructor(readonly name: string) {}
}
const all = [new Backend('b1'), new Backend('b2'), new Backend('b3')]

/** One client and whichever backend it ends up with. */
class Link {
  #client: net.Socket
  #backend: net.Socket | null = null
  #candidates = new Set(all)

  constructor(client: net.Socket) {
    this.#client = client
    client.on('error', () => this.#backend?.resetAndDestroy())
    this.#next()
  }

  #next() {
    let best: Backend | undefined
    for (const one of this.#candidates) {
      if (!best) best = one
      else if (best.failed && !one.failed) best = one
      else if (best.failed === one.failed && one.links.size < best.links.size) best = one
    }
    if (!best) return this.#client.resetAndDestroy()
    this.#candidates.delete(best)
    this.#dial(best)
  }

  #dial(target: Backend) {
    target.links.add(this)
    const socket = net.createConnection({ port: params.backendPort, host: target.name, allowHalfOpen: true })
    const giveUp = setTimeout(() => socket.destroy(new Error('too slow')), params.connectMs)
    let isOpen = false
    socket.on('error', () => {
      if (isOpen) return this.#client.resetAndDestroy()
      clearTimeout(giveUp)
      target.links.delete(this)
      target.failed = true
      this.#next()
    })
    socket.on('connect', () => {
      clearTimeout(giveUp)
      isOpen = true
      target.failed = false
      this.#backend = socket
      let left = 2
      const gone = () => {
        if (--left === 0) target.links.delete(this)
      }
      socket.on('close', gone)
      this.#client.on('close', gone)
      copy(this.#client, socket)
      copy(socket, this.#client)
    })
  }
}

function copy(from: net.Socket, to: net.Socket) {
  from.on('data', (chunk) => {
    if (!to.write(chunk)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  })
  from.on('end', () => to.end())
  from.resume()
}

const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => new Link(client))
server.listen(params.port)

const checker = setInterval(() => {
  for (const one of all)
    if (one.failed) {
      const probe = net.connect(params.backendPort, one.name, () => {
        one.failed = false
        probe.destroy()
      })
      probe.setTimeout(params.connectMs, () => probe.destroy())
      probe.on('error', () => {})
    }
}, params.checkMs)

process.on('SIGTERM', () => {
  server.close()
  clearInterval(checker)
})
