// What the parser refuses, how the server tells its program, and what it answers by itself.
import http from 'node:http'
import net from 'node:net'
import { once } from 'node:events'
const server = http.createServer((request, response) => response.end(JSON.stringify(request.headers)))
let own = false
server.on('clientError', (error, socket) => {
  console.log('clientError', error.code, error.reason, error.bytesParsed, error.rawPacket?.length)
  if (own) socket.end('HTTP/1.1 400 Mine\r\n\r\n')
  else socket.destroy()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const send = async (text) => {
  const socket = net.connect(server.address().port, '127.0.0.1')
  socket.on('error', (error) => console.log('client', error.code))
  socket.end(text, 'latin1')
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk))
  await new Promise((resolve) => socket.on('close', resolve))
  console.log(JSON.stringify(text.slice(0, 40)), JSON.stringify(answer.split('\r\n')[0]))
}
for (own of [false, true])
  for (const text of ['nonsense\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n', 'GET / HTTP/1.1\r\nBad Name: x\r\n\r\n', 'GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n'])
    await send(text)
server.removeAllListeners('clientError')
await send('nonsense\r\n\r\n')
await send('GET / HTTP/1.1\r\n\r\n')
server.close()
