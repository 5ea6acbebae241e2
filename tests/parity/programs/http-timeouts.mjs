import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'

async function talk(port, text) {
  const socket = net.connect(port, '127.0.0.1')
  const closed = once(socket, 'close')
  let answer = ''
  socket.on('data', (data) => {
    answer += data
  })
  socket.write(text)
  await closed
  console.log(answer.split('\r\n')[0])
}
const server = http.createServer({ connectionsCheckingInterval: 20 }, (request, response) => {
  console.log(request.url)
  request.resume().on('end', () => response.end())
})
Object.assign(server, { headersTimeout: 100, requestTimeout: 200, keepAliveTimeout: 50 })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
await talk(port, '')
await talk(port, 'GET /headers HTTP/1.1\r\nHost')
await talk(port, 'POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab')
await talk(port, 'GET /kept HTTP/1.1\r\nHost: x\r\n\r\n')
server.maxRequestsPerSocket = 1
await talk(port, 'GET /first HTTP/1.1\r\nHost: x\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\n\r\n')
server.closeIdleConnections()
server.close(() => console.log('closed'))

const failing = http.createServer((_request, response) => {
  response.end('fine')
  throw new Error('after the answer')
})
process.once('uncaughtException', (error) => console.log('caught', error.message))
failing.listen(0, '127.0.0.1', () => {
  http.get({ port: failing.address().port, host: '127.0.0.1', headers: { Connection: 'close' } }, (response) => {
    response.setEncoding('utf8').on('data', console.log)
    response.on('end', () => failing.close())
  })
})
