import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { params } from './params.ts'

const BIG = Buffer.alloc(8 << 20, 'x')
const PIECE = 64 << 10

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
  guardBody(request)
  if (request.method === 'POST') return answerLength(request, response)
  send(response, request.url === '/big' ? BIG : Buffer.from('hello\n'))
})

function answerLength(request: IncomingMessage, response: ServerResponse): void {
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
  })
  request.on('end', () => send(response, Buffer.from(String(length))))
}

/** Closes the connection of a client whose body brings too little. */
function guardBody(request: IncomingMessage): void {
  let received = 0
  const timer = setInterval(() => {
    if (received < params.minBytes) request.socket.destroy()
    received = 0
  }, params.rateMs)
  request.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  request.on('end', () => clearInterval(timer))
  request.on('close', () => clearInterval(timer))
}

/** Sends the response in pieces, so that it shows when one has left, and resets a client that takes none of them for too long. */
function send(response: ServerResponse, body: Buffer): void {
  // `response.setTimeout` would not do: every byte that the client sends starts it again.
  const timer = setTimeout(() => response.req.socket.resetAndDestroy(), params.stallMs)
  response.on('drain', () => timer.refresh())
  response.on('close', () => clearTimeout(timer))
  response.setHeader('Content-Length', body.length)
  pipeline(Readable.from(piecesOf(body)), response, () => {}) // after an error 'close' follows
}

function* piecesOf(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += PIECE) yield body.subarray(at, at + PIECE)
}

server.listen(params.port)
