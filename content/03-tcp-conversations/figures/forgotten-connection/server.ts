import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('error', () => {})
  })
  .listen(9000)
