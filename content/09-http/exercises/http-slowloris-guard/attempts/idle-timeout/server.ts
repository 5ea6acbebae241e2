import http from 'node:http'
import type net from 'node:net'
import { params } from './params.ts'

const big = 'x'.repeat(1024)
const connections: Record<string, number> = {}

const server = http.createServer({ requestTimeout: 0 }, (req, res) => {
  // The header is here: from now on other clocks count.
  req.socket.setTimeout(0)

  let bytes = 0
  let window = 0
  const check = setInterval(() => {
    if (window < params.minBytes) req.destroy()
    window = 0
  }, params.rateMs)
  req.on('data', (d) => {
    bytes += d.length
    window += d.length
  })
  req.on('close', () => clearInterval(check))
  req.on('error', () => clearInterval(check))
  req.on('end', () => {
    clearInterval(check)
    if (req.method === 'POST') res.end(bytes.toString())
    else if (req.url === '/big') sendBig(res)
    else res.end('hi there\n')
  })
})

/** 8192 times 1 KiB, and each time it may wait for the reader. */
function sendBig(res: http.ServerResponse) {
  let sent = 0
  let stall: NodeJS.Timeout
  const alive = () => {
    clearTimeout(stall)
    stall = setTimeout(() => res.socket?.resetAndDestroy(), params.stallMs + 100)
  }
  const more = () => {
    alive()
    while (sent < 8192) {
      sent++
      if (!res.write(big, alive)) return void res.once('drain', more)
    }
    res.end()
  }
  res.on('finish', () => clearTimeout(stall))
  res.on('close', () => clearTimeout(stall))
  more()
}

server.on('connection', (socket: net.Socket) => {
  const who = socket.remoteAddress ?? '?'
  connections[who] = (connections[who] ?? 0) + 1
  socket.on('close', () => connections[who]!--)
  if (connections[who]! > params.perAddress) {
    socket.destroy()
    return
  }
  // No header after headersMs? Then it's over.
  socket.setTimeout(params.headersMs, () => {
    socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
    socket.destroySoon()
  })
})

server.listen(params.port)
