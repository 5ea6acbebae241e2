// A signal ends a socket or a server that was made with it.
import net from 'node:net'
import { once } from 'node:events'
const stopServer = new AbortController()
const server = net.createServer()
server.listen({ port: 0, host: '127.0.0.1', signal: stopServer.signal })
await once(server, 'listening')
const already = new net.Socket({ signal: AbortSignal.abort() })
already.on('error', (error) => console.log('already', error.name, error.code, error.message))
await new Promise((resolve) => already.on('close', resolve))
const controller = new AbortController()
const socket = new net.Socket({ signal: controller.signal })
socket.connect(server.address().port, '127.0.0.1')
await once(socket, 'connect')
socket.on('error', (error) => console.log('error', error.name, error.code, error.cause?.message ?? error.cause))
socket.on('close', (hadError) => console.log('close', hadError))
controller.abort(new Error('enough'))
console.log('destroyed', socket.destroyed)
await new Promise((resolve) => socket.on('close', resolve))
const closed = once(server, 'close')
stopServer.abort()
await closed
console.log('server', server.listening, server.address())
try {
  net.createServer().listen({ port: 0, signal: 'no' })
} catch (error) {
  console.log(error.code, error.message)
}
