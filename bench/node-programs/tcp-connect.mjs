// Connections one after another: opened, closed by the client, closed by the server.
import { once } from 'node:events'
import net from 'node:net'
import { timed } from './timed.mjs'

const server = net.createServer((socket) => socket.resume())
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()

const connection = () =>
  new Promise((resolve, reject) => {
    const client = net.connect(port, '127.0.0.1', () => client.end())
    client.resume().on('close', resolve).on('error', reject)
  })

await timed(async (rounds) => {
  for (let i = 0; i < rounds; i++) await connection()
})
