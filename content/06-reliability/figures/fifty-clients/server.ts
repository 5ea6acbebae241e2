import net from 'node:net'

let busyUntil = 0
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  // One after the other, 20 ms each.
  busyUntil = Math.max(busyUntil, performance.now()) + 20
  setTimeout(() => socket.end('42 euros\n'), busyUntil - performance.now())
})
setTimeout(() => server.listen(9000, () => console.log('listening')), 4000)
