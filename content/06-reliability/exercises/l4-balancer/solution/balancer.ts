import net from 'node:net'
import { params } from './params.ts'

interface Backend {
  host: string
  /** Connections from here that aren't closed on both sides, and those that are being opened. */
  open: number
  isUp: boolean
}

const backends = ['b1', 'b2', 'b3'].map((host): Backend => ({ host, open: 0, isUp: true }))

// Each side's FIN is passed on by itself, and nothing is read before a backend is there to get it.
const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, serve)
server.listen(params.port)
const checks = setInterval(check, params.checkMs)

process.on('SIGTERM', () => {
  clearInterval(checks)
  server.close()
})

async function serve(client: net.Socket): Promise<void> {
  client.on('error', () => {})
  const tried = new Set<Backend>()
  for (let backend = choose(tried); backend; backend = choose(tried)) {
    tried.add(backend)
    backend.open++
    const socket = await connect(backend)
    if (socket) return join(client, socket, backend)
    backend.open--
  }
  client.resetAndDestroy()
}

/** The backend with the fewest connections of those that are left: up ones first. */
function choose(tried: ReadonlySet<Backend>): Backend | undefined {
  const left = backends.filter((backend) => !tried.has(backend))
  const up = left.filter(({ isUp }) => isUp)
  return (up.length > 0 ? up : left).toSorted((a, b) => a.open - b.open)[0]
}

/** A connection to a backend, which is up then; null if there's none, and the backend is down. */
function connect(backend: Backend): Promise<net.Socket | null> {
  const socket = net.connect({ host: backend.host, port: params.backendPort, allowHalfOpen: true })
  return new Promise((resolve) => {
    const settle = (isUp: boolean) => {
      clearTimeout(timer)
      backend.isUp = isUp
      socket.off('close', onClose)
      resolve(isUp ? socket : null)
    }
    const onClose = () => settle(false)
    const timer = setTimeout(() => socket.destroy(), params.connectMs)
    socket.on('error', () => {}) // 'close' follows
    socket.once('connect', () => settle(true))
    socket.once('close', onClose)
  })
}

function join(client: net.Socket, socket: net.Socket, backend: Backend): void {
  const sides = [client, socket]
  let open = sides.filter((side) => !side.destroyed).length
  const release = () => {
    if (--open === 0) backend.open--
  }
  for (const [from, to] of [
    [client, socket],
    [socket, client],
  ] as const) {
    from.on('error', () => to.resetAndDestroy()) // a FIN would make a part look whole
    from.on('close', release)
    from.pipe(to) // stops reading while the other side doesn't, and passes on the FIN
  }
  if (client.destroyed) socket.resetAndDestroy()
}

function check(): void {
  for (const backend of backends) if (!backend.isUp) void connect(backend).then((socket) => socket?.destroy())
}
