import net from 'node:net'
import { params } from './params.ts'

net
  .createServer({ allowHalfOpen: true }, (client) => {
    const socket = net.connect({ port: 9000, host: 'b1', allowHalfOpen: true })
    const give = () => {
      if (params.ends === 'cleanly') client.end()
      else client.resetAndDestroy()
    }
    socket.on('error', give)
    client.on('error', () => socket.resetAndDestroy())
    client.pipe(socket)
    socket.pipe(client)
  })
  .on('connection', (socket) => socket.on('error', (error) => console.log(error.message)))
  .listen(9000)
