import net from 'node:net'
const server = net.createServer((socket) => socket.resume().on('end', () => server.close()))
server.listen(0, () => {
  const client = net.connect(server.address().port)
  client.on('error', (error) => console.log('error', error.code, error.message))
  client.on('close', (hadError) => console.log('close', hadError))
  client.end('x')
  client.write('y', (error) => console.log('callback', error.code))
  console.log('writable', client.writable, client.writableEnded)
})
