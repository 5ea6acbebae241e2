import { connect, type Socket } from 'node:net'

const [host, port, count] = process.argv.slice(2)
const sockets = new Set<Socket>()

const join = () => {
  const socket = connect({ host, port: Number(port) })
  socket.once('connect', () => {
    socket.write('GET /never HTTP/1.1\r\nHost: nobody\r\n')
    sockets.add(socket)
  })
  socket.on('error', () => {})
  socket.once('close', () => sockets.delete(socket))
  socket.resume()
}

for (let n = Number(count); n > 0; n--) join()

setInterval(() => {
  for (const socket of sockets) if (socket.writable) socket.write('X-Still: here\r\n')
}, 2500)
