import net from 'node:net'
import { params } from './params.ts'

const BACKENDS = ['b1', 'b2', 'b3'] as const

const server = net.createServer((client) => {
  // Your turn: the choice, the ends, the failures.
  const backend = net.connect(params.backendPort, BACKENDS[0])
  client.pipe(backend).pipe(client)
})

server.listen(params.port)
