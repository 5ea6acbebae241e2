import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('error', (error) => console.log(error.message))
    socket.on('data', () => socket.end('pong\n'))
  })
  .listen(9000)
