// Without allowHalfOpen a socket ends by itself when the other side does; a write after that is an error.
const net = require('net')
const server = net.createServer((socket) => {
  socket.resume()
  socket.on('end', () => {
    console.log('end', socket.writable, socket.writableEnded, socket.destroyed)
    process.nextTick(() => console.log('tick', socket.writableEnded))
    setImmediate(() => {
      console.log('write says', socket.write('too late', (error) => console.log('callback', error.code, error.message)))
    })
  })
  socket.on('error', (error) => console.log('error', error.code))
  socket.on('close', (hadError) => {
    console.log('close', hadError)
    server.close()
  })
})
server.listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').end('x').resume())
