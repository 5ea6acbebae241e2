import net from 'node:net'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.end('hello\n')
})
setTimeout(() => server.listen(9000, () => console.log('listening')), 2000)
