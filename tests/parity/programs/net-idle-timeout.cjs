// setTimeout tells of silence and does nothing else; what is written winds it up again; 0 turns it off.
const net = require('net')
const server = net.createServer((socket) => socket.on('error', () => {}).resume())
server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => {
    let times = 0
    console.log('same socket', socket.setTimeout(40, () => console.log('listener once')) === socket, socket.timeout)
    socket.on('timeout', () => {
      console.log('timeout', ++times, socket.destroyed, socket.readyState)
      if (times < 3) return void socket.write('still here')
      socket.setTimeout(0)
      console.log('off', socket.timeout)
      setTimeout(() => socket.end(), 60)
    })
  })
  socket.on('close', () => {
    console.log('close')
    server.close()
  })
})
