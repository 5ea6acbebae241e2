// Chunked bodies both ways, with trailers, as events and as bytes.
import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'
const server = http.createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(String(chunk)))
  request.on('end', () => {
    console.log(request.headers['transfer-encoding'], chunks.join(''), request.trailers, request.rawTrailers)
    response.writeHead(200, { trailer: 'x-sum', 'content-type': 'text/plain' })
    response.write('first ')
    response.write('')
    response.write(Buffer.from('second'))
    response.addTrailers({ 'x-sum': '42' })
    response.end()
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
const request = http.request({ port, host: '127.0.0.1', method: 'POST', agent: false, headers: { trailer: 'x-end' } })
request.write('hello ')
request.addTrailers([['X-End', 'yes'], ['x-end', 'twice']])
request.end('world')
const [response] = await once(request, 'response')
let text = ''
for await (const chunk of response) text += chunk
console.log(text, response.trailers, response.rawTrailers, response.complete)
const raw = net.connect(port, '127.0.0.1')
raw.end('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nLast: 1\r\n\r\n')
let bytes = ''
for await (const chunk of raw) bytes += chunk
console.log(bytes.replace(/Date: .*\r\n/, ''))
server.close()
