import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

let pause = params.pauseMs

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`cannot listen: ${error.code}`)
  if (error.code !== 'EADDRINUSE') {
    process.exitCode = 1
    return
  }
  setTimeout(() => server.listen(params.port, address), pause)
  pause = Math.min(pause * 2, 30_000) // ask less often, the longer it takes
})

server.listen(params.port, address)
