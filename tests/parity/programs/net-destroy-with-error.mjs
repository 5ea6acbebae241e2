import net from 'node:net'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log('server error', error.code))
  socket.on('close', (hadError) => {
    console.log('server close', hadError)
    server.close()
  })
  socket.resume()
})
server.listen(0, () => {
  const client = net.connect(server.address().port, () => client.destroy(new Error('on purpose')))
  client.on('error', (error) => console.log('client error', error.message))
  client.on('close', (hadError) => console.log('client close', hadError, client.destroyed))
})
