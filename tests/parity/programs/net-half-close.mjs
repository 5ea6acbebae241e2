import net from 'node:net'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let received = ''
  socket.on('data', (data) => (received += data))
  socket.on('end', () => {
    console.log('server: end after', received.length)
    socket.write('still open\n')
    setTimeout(() => socket.end('bye\n'), 10)
  })
  socket.on('close', () => server.close())
})
server.listen(0, () => {
  const client = net.connect(server.address().port)
  client.on('data', (data) =>
    console.log('client:', JSON.stringify(data.toString()), client.writableEnded, client.readyState),
  )
  client.on('end', () => console.log('client: end', client.readyState))
  client.on('close', () => console.log('client: close', client.readyState))
  client.end('x'.repeat(100000))
})
