// Round trips of 64 bytes between two datagram sockets.
import dgram from 'node:dgram'
import { once } from 'node:events'
import { timed } from './timed.mjs'

const bound = async () => {
  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}
const [server, client] = [await bound(), await bound()]
server.on('message', (bytes, { port, address }) => server.send(bytes, port, address))
const { port } = server.address()
const message = Buffer.alloc(64, 1)

await timed(
  (rounds) =>
    new Promise((resolve) => {
      let left = rounds
      const onMessage = () => {
        if (--left > 0) client.send(message, port, '127.0.0.1')
        else {
          client.off('message', onMessage)
          resolve()
        }
      }
      client.on('message', onMessage)
      client.send(message, port, '127.0.0.1')
    }),
)
