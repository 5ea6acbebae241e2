// Counts what it gets until the client's FIN, and only then answers.
import net from 'node:net'

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    let bytes = 0
    socket.on('data', (chunk) => {
      bytes += chunk.length
    })
    socket.on('end', () => socket.end(`${bytes} bytes\n`))
    socket.on('error', (error) => console.log(error.code))
  })
  .listen(7, () => console.log('up'))
