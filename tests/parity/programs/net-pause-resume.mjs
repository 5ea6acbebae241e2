import net from 'node:net'

const server = net.createServer((socket) => {
  socket.pause()
  setTimeout(() => {
    console.log('resuming')
    socket.resume()
  }, 20)
  socket.on('data', (data) => console.log('data', data.toString()))
  socket.on('end', () => server.close(() => console.log('closed')))
})
server.listen(0, () => {
  const client = net.connect(server.address().port)
  client.end('while paused')
  client.on('close', () => console.log('client closed'))
  client.resume()
})
