import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const clients = new Set<net.Socket>()

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => clients.delete(socket))
  admit(socket).catch((error) => socket.destroy(error))
})
server.listen(9000)

async function admit(socket: net.Socket) {
  if (clients.size >= 2) return socket.end('BUSY\n')
  if (params.addFirst) clients.add(socket)
  await delay(params.lookupMs) // a database on another machine
  if (!params.addFirst) clients.add(socket)
  console.log(clients.size, 'of 2 clients')
  socket.write('come in\n')
}
