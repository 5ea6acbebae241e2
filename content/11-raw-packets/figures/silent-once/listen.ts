import { createServer } from 'node:net'

const servers = [8000, 8001, 8002, 8003, 8004, 8005].map((port) => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.resetAndDestroy()
  })
  return server.listen(port)
})
setTimeout(() => {
  for (const server of servers) server.close()
}, 6_000)
