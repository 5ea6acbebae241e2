import net from 'node:net'
import { params } from './params.ts'

interface Backend {
  host: string
  open: number
  isUp: boolean
}

declare function choose(tried: ReadonlySet<Backend>): Backend | undefined
/** Resolves with null after 'close', or after params.connectMs. */
declare function connect(backend: Backend): Promise<net.Socket | null>

const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, async (client) => {
  client.on('error', () => {})
  const tried = new Set<Backend>()
  for (let backend = choose(tried); backend; backend = choose(tried)) {
    tried.add(backend)
    backend.open++
    const socket = await connect(backend)
    if (socket) return join(client, socket, backend)
    // … this attempt counts no longer
  }
  client.resetAndDestroy()
})

function join(client: net.Socket, socket: net.Socket, backend: Backend): void {
  client.pipe(socket)
  socket.pipe(client)
  // … an error on one side
  // … 'close' on both sides: backend.open--
}

server.listen(params.port)
// … the checks, and SIGTERM
