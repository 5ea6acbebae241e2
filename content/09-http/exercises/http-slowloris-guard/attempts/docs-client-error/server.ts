import http from 'node:http'
import net from 'node:net'
import { params } from './params.ts'

const eightMiB = Buffer.alloc(8 * 2 ** 20, 'A')
const guests = new Map<string, Set<net.Socket>>()

class BodyMeter {
  total = 0
  #recent = 0
  #timer: NodeJS.Timeout
  constructor(request: http.IncomingMessage) {
    this.#timer = setInterval(() => {
      if (this.#recent < params.minBytes) request.socket.destroy()
      this.#recent = 0
    }, params.rateMs)
    request.on('data', (chunk) => {
      this.total += chunk.length
      this.#recent += chunk.length
    })
    request.once('end', () => this.stop())
    request.once('close', () => this.stop())
  }
  stop() {
    clearInterval(this.#timer)
  }
}

const server = http.createServer({ connectionsCheckingInterval: 500 })
server.headersTimeout = params.headersMs
server.requestTimeout = 0

server.on('request', (request, response) => {
  const meter = new BodyMeter(request)
  request.on('error', () => {})
  request.once('end', () => {
    if (request.method === 'POST') response.end(`${meter.total}`)
    else if (request.url === '/big') response.end(eightMiB)
    else response.end('fine\n')
  })
})

server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
})

server.on('connection', (socket) => {
  const address = socket.remoteAddress ?? ''
  const here = guests.get(address) ?? new Set()
  if (here.size >= params.perAddress) return socket.destroy()
  guests.set(address, here.add(socket))
  let last = -1
  let still = 0
  const timer = setInterval(() => {
    const handle = (socket as any)._handle
    if (!handle) return
    const out = handle.bytesWritten - handle.writeQueueSize
    still = handle.writeQueueSize > 0 && out === last ? still + 500 : 0
    last = out
    if (still > params.stallMs) socket.resetAndDestroy()
  }, 500)
  socket.on('close', () => {
    clearInterval(timer)
    here.delete(socket)
    if (here.size === 0) guests.delete(address)
  })
})

server.listen(params.port)
