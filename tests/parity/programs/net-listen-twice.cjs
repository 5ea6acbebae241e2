// A server listens once; a port in use is an error event with everything an operator needs.
const net = require('net')
const server = net.createServer()
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  try {
    server.listen(port)
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
  const second = net.createServer()
  second.on('error', (error) => {
    console.log(error.code, error.syscall, error.address, error.port === port, error.errno)
    console.log(error.message.replace(port, 'PORT'), Object.keys(error).join())
    console.log('listening', second.listening)
    server.close(() => second.listen(port, '127.0.0.1', () => {
      console.log('free again', second.address().port === port)
      second.close()
    }))
  })
  second.listen(port, '127.0.0.1')
})
