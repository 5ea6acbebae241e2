import net from 'node:net'

const server = net.createServer((socket) => {
  console.log('server: connection from', socket.remoteAddress, socket.remoteFamily)
  socket.on('data', (data) => {
    console.log('server: data', data.toString())
    socket.write(`echo ${data}`)
  })
  socket.on('end', () => console.log('server: end'))
  socket.on('close', (hadError) => console.log('server: close', hadError))
})
server.listen(0, '127.0.0.1', () => {
  const { port, ...address } = server.address()
  console.log('listening', address, typeof port)
  const client = net.connect(port, '127.0.0.1', () => {
    console.log('client: connect', client.readyState, client.remotePort === port)
    client.write('hello')
  })
  client.setEncoding('utf8')
  client.on('data', (text) => {
    console.log('client: data', text)
    client.end()
  })
  client.on('end', () => console.log('client: end'))
  client.on('finish', () => console.log('client: finish', client.bytesRead, client.bytesWritten))
  client.on('close', (hadError) => {
    console.log('client: close', hadError)
    server.close(() => console.log('server closed', server.listening))
  })
})
