// What a server does with too many headers, and when ticks run between the pieces of a request.
import http from 'node:http'
import net from 'node:net'

const talk = (port, text) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(text))
    let answer = ''
    socket.setEncoding('latin1').on('data', (data) => {
      answer += data
    })
    socket.on('close', () => resolve(answer.split('\r\n')[0]))
  })
const request = (...headers) => `POST / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\nabc`

const server = http.createServer((request, response) => {
  const seen = []
  process.nextTick(() => seen.push('tick after the headers'))
  request.once('data', (data) => {
    seen.push(`data ${data}`)
    request.pause()
    response.writeHead(200)
    response.end()
    response.on('finish', () => console.log(Object.keys(request.headers), seen, request._dumped))
  })
})
server.on('clientError', ({ code }, socket) => {
  console.log(code)
  socket.end('HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n')
})
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  console.log(await talk(port, request('Host: a', 'Connection: close', 'Content-Length: 3')))
  server.maxHeadersCount = 3
  console.log(await talk(port, request('Host: a', 'Connection: close', 'Content-Length: 3', 'X-Left: out')))
  console.log(await talk(port, request('Host: a', 'Connection: close', 'X-First: 1', 'Content-Length: 3')))
  server.close()
})
