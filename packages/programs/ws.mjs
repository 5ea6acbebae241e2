import { once } from 'node:events'
import { WebSocket, WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 0, perMessageDeflate: true })
server.on('connection', (socket, request) => {
  console.log('server: open', request.url, socket.protocol)
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  socket.on('ping', (data) => console.log('server: ping', String(data)))
})
await once(server, 'listening')
const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/path?a=1`, ['chat'])
await once(client, 'open')
console.log('client: extensions', client.extensions)
client.send('text')
console.log('text', String((await once(client, 'message'))[0]))
client.send(Buffer.alloc(70_000, 7))
const [binary, isBinary] = await once(client, 'message')
console.log('binary', binary.length, binary[69_999], isBinary)
client.send('x'.repeat(5000))
console.log('deflated', (await once(client, 'message'))[0].length)
client.ping('are you there')
console.log('pong', String((await once(client, 'pong'))[0]))
const [peer] = server.clients
const left = once(peer, 'close')
client.close(4000, 'enough')
const [code, reason] = await once(client, 'close')
console.log('client: close', code, String(reason))
console.log('server: close', ...(await left).map(String))
server.close(() => console.log('closed'))
