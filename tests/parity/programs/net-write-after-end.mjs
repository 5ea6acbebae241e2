import net from 'node:net'

const server = net.createServer((socket) => socket.on('error', () => {}).resume())
server.listen(0, () => {
  const client = net.connect(server.address().port)
  client.on('error', (error) => console.log('error', error.code, error.message))
  client.on('close', (hadError) => {
    console.log('close', hadError)
    server.close()
  })
  client.end('x')
  client.write('y', (error) => console.log('callback', error.code))
  console.log('writable', client.writable, client.writableEnded)
})
