// write() says false beyond the high-water mark; drain comes once all of it has gone.
import net from 'node:net'
import { once } from 'node:events'
const total = 12 * 2 ** 20
const server = net.createServer((socket) => {
  socket.pause()
  setTimeout(() => socket.resume(), 50)
  let seen = 0
  socket.on('data', (chunk) => (seen += chunk.length))
  socket.on('end', () => console.log('server saw', seen))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const client = net.connect({ port: server.address().port, host: '127.0.0.1', highWaterMark: 65536 })
await once(client, 'connect')
client.resume()
console.log(client.writableHighWaterMark, client.readableHighWaterMark, client.writableNeedDrain)
console.log('small', client.write('x'), client.writableLength >= 0)
console.log('large', client.write(Buffer.alloc(total - 1)), client.writableNeedDrain)
await once(client, 'drain')
console.log('drained', client.writableLength, client.writableNeedDrain, client.bytesWritten)
client.end()
await once(client, 'close')
server.close()
console.log('bytes', client.bytesWritten, client.bytesRead)
