import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

let pauseMs = params.pauseMs
server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`cannot listen: ${error.code}`)
  if (error.code === 'EADDRINUSE') {
    setTimeout(() => server.listen(params.port, address), pauseMs)
    pauseMs *= 2
  } else process.exitCode = 1 // trying again would not help
})

server.listen(params.port, address)
