import http, { type IncomingMessage } from 'node:http'
import { params } from './params.ts'

/** Guards for header, body and address, with two places left open. */
export const server = http.createServer({
  headersTimeout: params.headersMs,
  requestTimeout: 0,
  // … how often are late headers looked for?
})

const connections = new Map<string, number>() // by address
server.on('connection', (socket) => {
  const address = socket.remoteAddress ?? ''
  const count = (connections.get(address) ?? 0) + 1
  connections.set(address, count)
  if (count > params.perAddress) socket.destroy()
  // … and when a connection is closed?
})

/** Closes the connection of a client whose body brings too little. */
export function guardBody(request: IncomingMessage): void {
  let received = 0
  const timer = setInterval(() => {
    if (received < params.minBytes) request.socket.destroy()
    received = 0
  }, params.rateMs)
  request.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  request.on('close', () => clearInterval(timer))
}
