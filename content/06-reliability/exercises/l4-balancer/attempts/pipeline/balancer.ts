import { once } from 'node:events'
import net from 'node:net'
import { params } from './params.ts'

/** Open connections by backend, and which are down. */
const open = new Map([
  ['b1', 0],
  ['b2', 0],
  ['b3', 0],
])
const down = new Set<string>()
let isDraining = false

function order(): string[] {
  const names = [...open.keys()]
  const by = (a: string, b: string) => Number(down.has(a)) - Number(down.has(b)) || open.get(a)! - open.get(b)!
  return names.sort(by)
}

async function dial(name: string): Promise<net.Socket | undefined> {
  const socket = new net.Socket({ allowHalfOpen: true })
  socket.connect(params.backendPort, name)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(params.connectMs) })
    down.delete(name)
    return socket
  } catch {
    socket.on('error', () => {})
    socket.destroy()
    down.add(name)
    return undefined
  }
}

const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.on('connection', async (client) => {
  let peer: net.Socket | undefined
  client.on('error', () => peer?.resetAndDestroy())
  const tried = new Set<string>()
  while (tried.size < open.size) {
    // Again each time: others may have come and gone meanwhile.
    const name = order().find((one) => !tried.has(one))!
    tried.add(name)
    const count = (by: number) => open.set(name, open.get(name)! + by)
    count(1)
    peer = await dial(name)
    if (!peer) {
      count(-1)
      continue
    }
    peer.on('error', () => client.resetAndDestroy())
    Promise.all([closed(client), closed(peer)]).then(() => count(-1))
    client.pipe(peer).pipe(client)
    return
  }
  client.resetAndDestroy()
})
server.listen(params.port)

const closed = (socket: net.Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

function later() {
  setTimeout(async () => {
    if (isDraining) return
    for (const name of [...down]) dial(name).then((socket) => socket?.end())
    later()
  }, params.checkMs).unref()
}
later()

process.once('SIGTERM', () => {
  isDraining = true
  server.close()
})
