import { once } from 'node:events'
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'

const http = createServer().listen(0, '127.0.0.1')
const server = new Server(http)
server.on('connection', (socket) => {
  console.log('server:', socket.conn.transport.name, socket.handshake.auth)
  socket.join('room')
  socket.on('add', (a, b, answer) => answer(a + b))
  socket.on('bytes', (bytes) => socket.emit('bytes', Buffer.from(bytes).reverse()))
  socket.on('shout', (text) => server.to('room').emit('heard', text))
  socket.on('disconnect', (reason) => console.log('server: gone', reason))
})
await once(http, 'listening')
for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
  const client = io(`http://127.0.0.1:${http.address().port}`, {
    transports,
    auth: { name: 'Ada' },
    reconnection: false,
    forceNew: true,
  })
  const upgraded = new Promise((resolve) => client.io.on('open', () => client.io.engine.once('upgrade', resolve)))
  await new Promise((resolve) => client.on('connect', resolve))
  if (transports.length === 2) await upgraded
  console.log('transport', client.io.engine.transport.name, await client.emitWithAck('add', 1, 2))
  const bytes = new Promise((resolve) => client.once('bytes', resolve))
  client.emit('bytes', Buffer.from([1, 2, 3]))
  console.log(await bytes)
  const heard = new Promise((resolve) => client.once('heard', resolve))
  client.emit('shout', 'hello room')
  console.log(await heard)
  client.disconnect()
  await new Promise((resolve) => setTimeout(resolve, 100))
}
server.close(() => console.log('closed'))
