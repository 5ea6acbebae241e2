import net from 'node:net'

net
  .createServer((socket) => {
    let bytes = 0
    socket.on('data', (chunk) => {
      bytes += chunk.length
    })
    socket.on('end', () => console.log(bytes, 'bytes'))
  })
  .listen(9000)
