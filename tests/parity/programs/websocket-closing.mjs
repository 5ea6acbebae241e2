import { createHash } from 'node:crypto'
import http from 'node:http'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** A frame of a server: not masked. */
const frame = (opcode, bytes) => Buffer.concat([Buffer.from([0x80 | opcode, bytes.length]), bytes])

const server = http.createServer((_, response) => response.writeHead(400).end())
server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64')
  const protocol = request.headers['sec-websocket-protocol']?.split(', ').at(-1)
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ''}\r\n`,
  )
  socket.on('data', (data) => {
    const opcode = data[0] & 15
    const mask = data.subarray(2, 6)
    const payload = data.subarray(6, 6 + (data[1] & 127)).map((byte, index) => byte ^ mask[index % 4])
    console.log('server got', opcode, opcode === 8 ? payload.readUInt16BE() : payload.toString())
    socket.write(frame(opcode, payload))
    if (opcode === 8) socket.end()
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()

const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`, ['one', 'two'])
console.log(socket.readyState, socket.binaryType, socket.bufferedAmount, socket.extensions)
const event = (type) => new Promise((resolve) => socket.addEventListener(type, resolve, { once: true }))
console.log((await event('open')).type, socket.protocol, socket.readyState)
socket.send('hello')
let message = await event('message')
console.log(message.constructor.name, message.data, message.origin.replace(port, 'PORT'))
socket.binaryType = 'arraybuffer'
socket.send(new Uint8Array([104, 105]))
message = await event('message')
console.log(message.data)
socket.close(3001, 'enough')
const { constructor, code, reason, wasClean } = await event('close')
console.log(constructor.name, code, reason, wasClean, socket.readyState)

const refused = new WebSocket(`ws://127.0.0.1:${port}/`)
server.removeAllListeners('upgrade')
refused.onerror = (failure) => console.log('error', failure.constructor.name, failure.message)
refused.onclose = (closed) => {
  console.log('close', closed.code, closed.wasClean)
  server.close()
  server.closeAllConnections()
}
for (const make of [() => new WebSocket('nonsense'), () => new WebSocket('ws://a/', 'a b'), () => socket.close(5)])
  try {
    make()
  } catch (error) {
    console.log(error.name, error.message)
  }
