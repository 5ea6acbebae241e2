import net from 'node:net'
import { encodeFrame, FrameReader } from './framing.ts'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  const reader = new FrameReader()

  socket.on('data', (chunk) => {
    for (const event of reader.push(chunk)) {
      if ('frame' in event) socket.write(encodeFrame(event.frame))
      // Your turn: upper case, and what else can happen?
    }
  })
})

server.listen(params.port, () => console.log('listening on port', params.port))
