import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

let retry: NodeJS.Timeout | undefined

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`cannot listen: ${error.code}`)
  if (error.code !== 'EADDRINUSE') process.exit(1)
  retry ??= setInterval(() => server.listen(params.port, address), params.pauseMs)
})

server.listen(params.port, address)
