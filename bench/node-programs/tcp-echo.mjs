// Round trips of 64 bytes over one connection.
import { once } from 'node:events'
import net from 'node:net'
import { timed } from './timed.mjs'

const server = net.createServer((socket) => socket.setNoDelay(true).on('data', (bytes) => socket.write(bytes)))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const client = net.connect(server.address().port, '127.0.0.1').setNoDelay(true)
await once(client, 'connect')
const message = Buffer.alloc(64, 1)

await timed(
  (rounds) =>
    new Promise((resolve) => {
      let left = rounds
      let received = 0
      const onData = (bytes) => {
        received += bytes.length
        if (received < message.length) return
        received = 0
        if (--left > 0) client.write(message)
        else {
          client.off('data', onData)
          resolve()
        }
      }
      client.on('data', onData)
      client.write(message)
    }),
)
