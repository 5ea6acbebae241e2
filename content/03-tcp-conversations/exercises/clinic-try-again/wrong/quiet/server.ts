import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

let hasSaid = false
server.on('error', (error: NodeJS.ErrnoException) => {
  if (!hasSaid) console.error(`cannot listen: ${error.code}`)
  hasSaid = true
  setImmediate(() => server.listen(params.port, address)) // try again, when the others have had their turn
})

server.listen(params.port, address)
