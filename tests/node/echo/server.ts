import { createServer, type Socket } from 'node:net'

const Told = {
  Listening: 'listening',
  Ended: 'end',
} as const

createServer((socket: Socket) => {
  console.log('from', socket.remotePort)
  socket.pipe(socket)
  socket.on('end', () => console.log(Told.Ended))
}).listen(7000, '0.0.0.0', () => console.log(Told.Listening))
