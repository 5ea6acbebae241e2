// Upgrade and CONNECT hand the socket over, with what came after the head.
import http from 'node:http'
import { once } from 'node:events'
const server = http.createServer((request, response) => response.end('plain'))
server.on('upgrade', (request, socket, head) => {
  console.log('upgrade', request.headers.upgrade, request.headers.connection, head.length)
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
  socket.on('data', (chunk) => socket.end(`echo ${chunk}`))
})
server.on('connect', (request, socket, head) => {
  console.log('connect', request.url, request.method, String(head))
  socket.end('HTTP/1.1 200 Connection established\r\n\r\ntunnel')
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const options = { port: server.address().port, host: '127.0.0.1' }
const upgrading = http.request({ ...options, headers: { connection: 'Upgrade', upgrade: 'echo' } }).end()
const [response, socket, head] = await once(upgrading, 'upgrade')
console.log(response.statusCode, response.headers, head.length, upgrading.destroyed)
socket.write('hi')
console.log(String(await once(socket, 'data')))
const connecting = http.request({ ...options, method: 'CONNECT', path: 'example.com:443' }).end()
const [answer, tunnel, first] = await once(connecting, 'connect')
console.log(answer.statusCode, answer.statusMessage)
let text = String(first)
for await (const chunk of tunnel) text += chunk
console.log(text)
const refused = http.request({ ...options, headers: { connection: 'Upgrade', upgrade: 'other' } }).end()
server.removeAllListeners('upgrade')
const [plain] = await once(refused, 'response')
console.log(plain.statusCode, String(await once(plain, 'data')))
server.close()
server.closeAllConnections()
