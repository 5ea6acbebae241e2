import net from 'node:net'
const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log('server error', error.code, error.syscall, error.message))
  socket.on('close', (hadError) => {
    console.log('server close', hadError)
    server.close()
  })
  socket.on('data', (data) => console.log('data', data.length))
})
server.listen(0, () => {
  const client = net.connect(server.address().port, () => {
    client.write('abc', () => setTimeout(() => client.resetAndDestroy(), 10))
  })
  client.on('error', (error) => console.log('client error', error.code))
  client.on('close', (hadError) => console.log('client close', hadError))
})
