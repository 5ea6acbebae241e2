import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.end('hello')
})
server.listen(8000)
setTimeout(() => server.close(), 4_000)
