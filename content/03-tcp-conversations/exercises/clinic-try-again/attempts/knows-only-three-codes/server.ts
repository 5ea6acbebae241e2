import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

/** These don't go away by waiting. */
const PERMANENT = new Set(['EADDRNOTAVAIL', 'EINVAL', 'EACCES'])

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`cannot listen: ${error.code}`)
  if (PERMANENT.has(error.code ?? '')) {
    process.exitCode = 1
    return
  }
  setTimeout(() => server.listen(params.port, address), params.pauseMs)
})

server.listen(params.port, address)
