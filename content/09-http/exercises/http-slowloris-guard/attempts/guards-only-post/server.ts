import http from 'node:http'
import type { Socket } from 'node:net'
import { params } from './params.ts'

const BIG = Buffer.alloc(8 * 1024 * 1024, 'big ')
const perAddress = new Map<string, number>()

const server = http.createServer(
  {
    headersTimeout: params.headersMs,
    requestTimeout: 0, // a long body is fine as long as it keeps coming
    connectionsCheckingInterval: 200,
  },
  (request, response) => {
    if (request.method !== 'POST') {
      if (request.url === '/') response.end('hello\n')
      else if (request.url === '/big') response.end(BIG)
      else response.writeHead(404).end('no such thing\n')
      return
    }
    let inThisInterval = 0
    let total = 0
    // An interval ends when its bytes are here, and the next one begins.
    const rate = setTimeout(() => request.socket.destroy(), params.rateMs)
    const stop = () => clearTimeout(rate)

    request.on('data', (chunk: Buffer) => {
      inThisInterval += chunk.length
      total += chunk.length
      if (inThisInterval < params.minBytes) return
      inThisInterval = 0
      rate.refresh()
    })
    request.on('close', stop)
    request.on('error', stop)
    request.on('end', () => {
      stop()
      response.end(String(total))
    })
  },
)

server.on('connection', (socket: Socket) => {
  const address = socket.remoteAddress
  if (address === undefined) return void socket.destroy()
  const count = perAddress.get(address) ?? 0
  if (count >= params.perAddress) return void socket.destroy()
  perAddress.set(address, count + 1)

  const stopWatch = watchReader(socket)
  socket.once('close', () => {
    stopWatch()
    const left = perAddress.get(address)! - 1
    if (left === 0) perAddress.delete(address)
    else perAddress.set(address, left)
  })
})

/** Resets the socket when bytes wait in this process and the kernel takes none of them. */
function watchReader(socket: Socket): () => void {
  let taken = 0
  let since = performance.now()
  const timer = setInterval(() => {
    const handle = (socket as any)._handle as { bytesWritten: number; writeQueueSize: number } | null
    if (!handle) return
    const now = handle.bytesWritten - handle.writeQueueSize
    if (now !== taken || handle.writeQueueSize === 0) {
      taken = now
      since = performance.now()
    } else if (performance.now() - since >= params.stallMs) socket.resetAndDestroy()
  }, 250)
  return () => clearInterval(timer)
}

server.listen(params.port)
