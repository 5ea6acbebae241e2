import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { params } from './params.ts'

const BIG = Buffer.alloc(8 << 20, 'x')

const server = http.createServer({
  headersTimeout: params.headersMs,
  requestTimeout: 0, // how long a body may take depends on its length: its rate is what counts
  connectionsCheckingInterval: 250,
})

const connections = new Map<string, number>() // by address
server.on('connection', (socket) => {
  const address = socket.remoteAddress ?? ''
  const count = (connections.get(address) ?? 0) + 1
  connections.set(address, count)
  socket.on('close', () => {
    const left = connections.get(address)! - 1
    if (left > 0) connections.set(address, left)
    else connections.delete(address)
  })
  if (count > params.perAddress) socket.destroy()
})

server.on('request', (request, response) => {
  guardReading(response)
  if (request.method === 'POST') return answerLength(request, response)
  response.end(request.url === '/big' ? BIG : 'hello\n')
})

function answerLength(request: IncomingMessage, response: ServerResponse): void {
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
  })
  request.on('end', () => response.end(String(length)))
}

/** Resets the connection of whoever does not read: the kernel would keep what is unsent, and go on trying. */
function guardReading(response: ServerResponse): void {
  response.setTimeout(params.stallMs, () => response.req.socket.resetAndDestroy())
}

server.listen(params.port)
