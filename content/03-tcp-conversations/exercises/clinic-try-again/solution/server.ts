// The bug is called a retry without a pause, a busy loop: each failure begins the next try at once. The cure is called backoff; where many try, it grows
// and has chance in it, so that they do not come together.

import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`cannot listen: ${error.code}`)
  if (error.code === 'EADDRINUSE') setTimeout(() => server.listen(params.port, address), params.pauseMs)
  else process.exitCode = 1 // trying again would not help
})

server.listen(params.port, address)
