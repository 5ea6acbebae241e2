// Local sockets: a path that is not there, one in use, one too long, and what a server's address is.
const net = require('net')
const path = `/tmp/parity-${process.pid}.sock`
const show = (error) => console.log(error.code, error.syscall, error.message.replaceAll(path, 'PATH'), error.address?.replace(path, 'PATH'))
net.connect(path).on('error', (error) => {
  show(error)
  const server = net.createServer((socket) => {
    console.log('addresses', socket.address(), socket.remoteAddress, socket.remotePort, socket.localAddress)
    socket.end('bye')
  })
  server.listen(path, () => {
    console.log(server.address() === path)
    const second = net.createServer().on('error', (error) => {
      show(error)
      const client = net.connect({ path })
      client.setEncoding('utf8').on('data', (text) => console.log(text))
      client.on('close', () => server.close(() => {
        console.log('removed', !require('fs').existsSync(path))
        try {
          net.connect(`/tmp/${'x'.repeat(120)}`).on('error', (error) => console.log(error.code, error.message.length))
        } catch (error) {
          console.log('thrown', error.code)
        }
      }))
    })
    second.listen(path)
  })
})
