import net from 'node:net'
import { encodeFrame, type FrameEvent, FrameReader } from './framing.ts'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const reader = new FrameReader()

  const answer = (events: FrameEvent[]) => {
    for (const event of events) {
      if ('frame' in event) socket.write(encodeFrame(Buffer.from(event.frame.toString('utf8').toUpperCase())))
      else socket.end(encodeFrame(Buffer.from(`ERR ${event.error}`))) // reading goes on: closing with unread data would send RST
    }
  }

  socket.on('data', (chunk) => answer(reader.push(chunk)))
  socket.on('end', () => {
    answer(reader.end())
    socket.end()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
