// Requests that come together are answered in order, however long each takes; the events of the response come in theirs.
import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'
const log = []
const server = http.createServer((request, response) => {
  log.push(`request ${request.url}`)
  response.on('finish', () => log.push(`finish ${request.url}`)).on('close', () => log.push(`close ${request.url}`))
  request.on('end', () => log.push(`end ${request.url}`)).resume()
  setTimeout(() => response.end(request.url), { '/slow': 60, '/quick': 5, '/last': 20 }[request.url])
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const socket = net.connect(server.address().port, '127.0.0.1')
socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nPOST /quick HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbodyGET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
let text = ''
for await (const chunk of socket) text += chunk
console.log(text.split('\r\n').filter((line) => line.includes('/')))
console.log(log)
server.close()
