import net from 'node:net'

const server = net.createServer((socket) => {
  let count = 0
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    const hasRoom = socket.write(`${++count} ${chunk}`)
    if (!hasRoom) socket.pause()
  })
  socket.on('drain', () => socket.resume())
})
server.on('error', (error) => console.log(error.message))
server.listen(9000, () => console.log('listening on port 9000'))
