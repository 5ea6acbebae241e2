// Corked writes go out together; bytesWritten counts what waits as well.
import net from 'node:net'
import { once } from 'node:events'
const server = net.createServer((socket) => socket.on('data', (chunk) => console.log('server got', String(chunk))))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const socket = net.connect(server.address().port, '127.0.0.1')
await once(socket, 'connect')
socket.cork()
for (const word of ['one ', 'two ', 'three']) console.log(socket.write(word, () => console.log('sent', word.trim())), socket.writableCorked)
console.log('length', socket.writableLength, 'bytes', socket.bytesWritten)
process.nextTick(() => {
  socket.uncork()
  console.log('uncorked', socket.writableCorked)
  socket.end()
})
await once(socket, 'close')
server.close()
