import net from 'node:net'
import { encodeFrame, type FrameEvent, FrameReader } from './framing.ts'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const reader = new FrameReader()

  const answer = (events: FrameEvent[]) => {
    for (const event of events) {
      if ('frame' in event) {
        const message = Buffer.from(event.frame.toString('utf8').toUpperCase())
        socket.write(encodeFrame(message).subarray(0, params.width))
        socket.write(message)
      } else socket.end(encodeFrame(Buffer.from(`ERR ${event.error}`))) // reading goes on: closing with unread data would send RST
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
