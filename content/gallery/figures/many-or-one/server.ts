import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', () => socket.write('x'.repeat(1000)))
  })
  .listen(9000)
