import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`cannot listen: ${error.code}`)
  switch (error.code) {
    case 'EADDRINUSE':
      // try again, when the others have had their turn
      setTimeout(() => server.listen(params.port, address), params.pauseMs)
      break
    default:
      server.close() // this doesn't go away: give up
  }
})

server.listen(params.port, address)
