// Clients that write bytes by hand: pipelining, wrong requests, limits, upgrades, and connections that end too early.
import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'

const server = http.createServer({ maxHeaderSize: 2000 }, (request, response) => {
  console.log(request.method, request.url, request.headers.expect ?? '', request.headers['x-a'] ?? '')
  request.on('error', (error) => console.log('request error', error.code, error.message))
  request.on('aborted', () => console.log('aborted'))
  request.on('close', () => console.log('request closed', request.complete, request.destroyed))
  request.resume().on('end', () => response.end(`you asked for ${request.url}\n`))
})
server.on('clientError', (error, socket) => {
  console.log('client error', error.code, error.message, error.reason, error.bytesParsed, error.rawPacket?.length > 0)
  if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
})
server.on('checkContinue', (request, response) => {
  console.log('check continue')
  response.writeContinue()
  request.resume().on('end', () => response.end('went on\n'))
})
server.on('upgrade', (request, socket, head) => {
  console.log('upgrade', request.headers.upgrade, head.toString())
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
  socket.pipe(socket)
})
server.on('connect', (request, socket, head) => {
  console.log('connect', request.url, head.length)
  socket.end('HTTP/1.1 200 OK\r\n\r\n')
})
server.on('dropRequest', () => console.log('dropped'))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()

async function talk(...pieces) {
  const socket = net.connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', (piece) => {
    text += piece
  })
  socket.on('error', (error) => console.log('socket error', error.code))
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  for (const piece of pieces) {
    if (!socket.writable) break
    socket.write(piece)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  socket.end()
  await closed
  console.log(text.replace(/Date: .*\r\n/g, ''))
}

await talk('GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
await talk('GET /split HT', 'TP/1.1\r\nHo', 'st: x\r\nX-A:   spa', 'ced   \r\nConnection: close\r\n', '\r\n')
await talk('GET / HTTP/1.0\r\n\r\n')
await talk('GET / HTTP/1.1\r\n\r\n')
await talk('nonsense\r\n\r\n')
await talk('GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n')
await talk('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n')
await talk(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(3000)}\r\n\r\n`)
await talk('POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n', '2;name=value\r\nde\r\n0\r\nX-T: 1\r\n\r\n')
await talk('POST /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')
await talk('POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
await talk('POST /f HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n', 'abc')
await talk('POST /g HTTP/1.1\r\nHost: x\r\nExpect: the impossible\r\nConnection: close\r\n\r\n')
await talk('GET /h HTTP/1.1\r\nHost: x\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nfirst', 'second')
await talk('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n')
await talk('BREW / HTTP/1.1\r\nHost: x\r\n\r\n')
server.close(() => console.log('closed'))
