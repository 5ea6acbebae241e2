// What the kernel refuses before anything is sent names the own end too; what the peer refuses does not.
const net = require('node:net')

const socket = net.connect({ host: '255.255.255.255', port: 80 })
console.log('connecting', socket.connecting)
socket.on('error', (error) => {
  console.log(error.message, error.code, error.syscall, error.address, error.port)
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => {
      net.connect({ host: '127.0.0.1', port }).on('error', ({ message, code }) => {
        console.log(message.replace(String(port), 'PORT'), code)
      })
    })
  })
})
