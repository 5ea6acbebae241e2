// How headers that come more than once reach a program: joined, first of them, or as a list.
import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'
const server = http.createServer((request, response) => {
  console.log(request.headers, request.headersDistinct)
  console.log(request.rawHeaders.join('|'), Object.getPrototypeOf(request.headers) === null)
  response.end()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const lines = ['Host: one', 'Host: two', 'Accept: a', 'accept: b', 'Cookie: x=1', 'cookie: y=2', 'User-Agent: u1', 'user-agent: u2', 'Set-Cookie: s', 'X-Thing: 1', 'x-thing: 2', '__proto__: p', 'X-Empty:', 'X-Fold:   spaces   ', 'Content-Type: t1', 'Content-Type: t2', 'Connection: close']
const socket = net.connect(server.address().port, '127.0.0.1')
socket.end(`GET / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
socket.resume()
await once(socket, 'close')
server.close()
const joining = http.createServer({ joinDuplicateHeaders: true, uniqueHeaders: ['x-thing'] }, (request, response) => {
  console.log(request.headers)
  response.setHeader('x-thing', ['a', 'b'])
  response.setHeader('x-other', ['a', 'b'])
  response.end()
})
joining.listen(0, '127.0.0.1')
await once(joining, 'listening')
const second = net.connect(joining.address().port, '127.0.0.1')
second.end('GET / HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\nAuthorization: b\r\nConnection: close\r\n\r\n')
let text = ''
for await (const chunk of second) text += chunk
console.log(text.replace(/Date: .*\r\n/, ''))
joining.close()
