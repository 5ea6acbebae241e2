// A WebSocket client against a server that speaks RFC 6455 by hand.
import { createHash } from 'node:crypto'
import http from 'node:http'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const server = http.createServer()
server.on('upgrade', ({ headers }, socket) => {
  const accept = createHash('sha1').update(headers['sec-websocket-key'] + GUID).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  socket.write(Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]))
  socket.on('data', (frame) => {
    const opcode = frame[0] & 0x0f
    const mask = frame.subarray(2, 6)
    const payload = Buffer.from(frame.subarray(6).map((byte, index) => byte ^ mask[index % 4]))
    console.log('server: opcode', opcode, opcode === 1 ? payload.toString() : payload.readUInt16BE(0))
    if (opcode === 1) socket.write(Buffer.from([0x88, 2, 0x03, 0xe8]))
    else socket.end()
  })
})
server.listen(0, '127.0.0.1', () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/path`)
  console.log(socket.readyState, socket.protocol === '', socket.binaryType)
  socket.onopen = () => console.log('open', socket.readyState)
  socket.onmessage = ({ data }) => {
    console.log('message', data)
    socket.send('how are you')
  }
  socket.onclose = ({ code, wasClean }) => {
    console.log('close', code, wasClean)
    server.close()
  }
})
