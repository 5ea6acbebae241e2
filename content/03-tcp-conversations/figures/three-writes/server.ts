import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', (chunk) => {
      console.log(chunk.length, 'bytes', JSON.stringify(String(chunk)))
    })
  })
  .listen(9000)
