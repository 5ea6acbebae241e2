import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('end', () => console.log('the client has ended'))
    socket.on('close', () => console.log('closed'))
  })
  .listen(9000)
