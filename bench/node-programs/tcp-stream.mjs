// 64 KiB writes in one direction, each waiting for 'drain' where the stream asks for that.
import { once } from 'node:events'
import net from 'node:net'
import { timed } from './timed.mjs'

const piece = Buffer.alloc(65_536, 7)
let wanted = 0
let received = 0
let whenReceived = () => {}
const server = net.createServer((socket) =>
  socket.on('data', (bytes) => {
    received += bytes.length
    if (received >= wanted) whenReceived()
  }),
)
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const client = net.connect(server.address().port, '127.0.0.1')
await once(client, 'connect')

await timed(async (rounds) => {
  wanted = received + rounds * piece.length
  const all = new Promise((resolve) => {
    whenReceived = resolve
  })
  for (let sent = 0; sent < rounds; sent++) if (!client.write(piece)) await once(client, 'drain')
  await all
})
