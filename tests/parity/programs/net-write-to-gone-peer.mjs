// The other side reset the connection: what reads and what writes hears of it.
import net from 'node:net'
import { once } from 'node:events'
const server = net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const socket = net.connect(server.address().port, '127.0.0.1')
await once(socket, 'connect')
socket.on('error', (error) => console.log('error', error.code, error.syscall, error.errno, error.message))
socket.on('end', () => console.log('end'))
socket.write('x')
const [hadError] = await once(socket, 'close').catch((error) => [error.code])
console.log('once rejects with', hadError)
if (!socket.closed) await new Promise((resolve) => socket.on('close', resolve))
console.log(socket.destroyed, socket.errored?.code, socket.readyState)
socket.write('more', (error) => console.log('after', error.code))
server.close()
