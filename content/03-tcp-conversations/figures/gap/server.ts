import net from 'node:net'

net
  .createServer((socket) => {
    let total = 0
    socket.on('data', (chunk) => {
      total += chunk.length
      console.log('bytes', total - chunk.length + 1, 'to', total)
    })
  })
  .listen(9000)
