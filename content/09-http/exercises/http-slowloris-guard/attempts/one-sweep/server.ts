// One clock for all: every guest is in a phase since a moment, and a sweep four times a second closes each guest that overstays.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { params } from './params.ts'

type Phase =
  | { is: 'header'; until: number }
  | { is: 'body'; until: number; bytes: number }
  | { is: 'idle' }

class Guest {
  phase: Phase = { is: 'header', until: performance.now() + params.headersMs }
  taken = 0
  takenAt = performance.now()
  readonly socket: Socket

  constructor(socket: Socket) {
    this.socket = socket
  }

  sweep(now: number) {
    this.#checkReading(now)
    const phase = this.phase
    if (phase.is === 'idle' || now < phase.until) return
    if (phase.is === 'header') {
      this.phase = { is: 'idle' }
      this.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      this.socket.destroySoon()
    } else {
      this.socket.destroy()
    }
  }

  #checkReading(now: number) {
    const handle = Reflect.get(this.socket, '_handle')
    if (!handle) return
    const taken: number = handle.bytesWritten - handle.writeQueueSize
    if (handle.writeQueueSize === 0 || taken !== this.taken) {
      this.taken = taken
      this.takenAt = now
    } else if (now >= this.takenAt + params.stallMs) {
      this.socket.resetAndDestroy()
    }
  }
}

const guests = new Map<Socket, Guest>()
const big = Buffer.alloc(8 << 20, 0x2e)

async function answer(request: IncomingMessage, response: ServerResponse) {
  const guest = guests.get(request.socket)
  if (!guest) return
  const body = { is: 'body' as const, until: performance.now() + params.rateMs, bytes: 0 }
  guest.phase = body
  let length = 0
  try {
    for await (const chunk of request) {
      length += chunk.length
      body.bytes += chunk.length
      if (body.bytes < params.minBytes) continue
      body.bytes = 0
      body.until = performance.now() + params.rateMs // a new interval begins
    }
  } catch {
    return // the connection is gone
  }
  guest.phase = { is: 'idle' }
  response.setHeader('Connection', 'close') // one request each: the header clock runs from the connection's beginning
  switch (`${request.method} ${request.url}`) {
    case 'GET /':
      return response.end('Welcome.\n')
    case 'GET /big':
      return response.end(big)
    case 'POST /':
      return response.end(`${length}`)
    default:
      response.statusCode = 404
      return response.end()
  }
}

const server = createServer({ headersTimeout: 0, requestTimeout: 0 }, (request, response) => void answer(request, response))

server.prependListener('connection', (socket: Socket) => {
  const from = socket.remoteAddress
  const neighbours = [...guests.keys()].filter((other) => other.remoteAddress === from)
  if (from === undefined || neighbours.length >= params.perAddress) {
    socket.destroy()
    return
  }
  guests.set(socket, new Guest(socket))
  socket.once('close', () => guests.delete(socket))
})

setInterval(() => {
  const now = performance.now()
  for (const guest of [...guests.values()]) guest.sweep(now)
}, 250)

server.listen(params.port)
