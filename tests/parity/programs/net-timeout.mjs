import net from 'node:net'

const server = net.createServer((socket) => {
  socket.setTimeout(30, () => {
    console.log('timeout', socket.timeout)
    socket.destroy()
  })
})
server.listen(0, () => {
  const client = net.connect(server.address().port)
  client.on('close', (hadError) => {
    console.log('client close', hadError)
    server.close(() => console.log('server close'))
  })
  client.resume()
})
