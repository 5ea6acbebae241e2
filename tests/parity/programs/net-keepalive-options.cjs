// What a socket says to the four arguments of setKeepAlive, and its handle to those that libuv or Linux refuses.
const net = require('net')
const server = net.createServer((socket) => socket.on('error', () => {})).listen(0, () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => {
    console.log(socket.setKeepAlive(true, 7000, 3000, 4) === socket, socket.setKeepAlive({ enable: true, initialDelay: 9000, interval: 2000, count: 3 }) === socket)
    for (const values of [[true, 7], [true, 7, 3], [true, 7, 3, 4], [true, 0, 3, 4], [true, 7, 0, 4], [true, 7, 3, 0], [true, 7, -5, -1], [true, 7, null, 'x'], [true, 7, 3, 2.5], [true, 32767, 32767, 127], [true, 32768, 3, 4], [true, 7, 32768, 4], [true, 7, 3, 128], [false, 0, 0, 0]])
      console.log(JSON.stringify(values), socket._handle.setKeepAlive(...values))
    socket.destroy()
    server.close()
  })
})
