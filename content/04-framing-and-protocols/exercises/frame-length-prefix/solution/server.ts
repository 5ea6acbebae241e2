import net from 'node:net'
import { encodeFrame, type FrameEvent, FrameReader } from './framing.ts'
import { params } from './params.ts'

/** Bytes of the longest message whose length fits into the field. Upper case may have more than what came. */
const LARGEST = 256 ** params.width - 1 - (params.includesHeader ? params.width : 0)

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const reader = new FrameReader()

  /** The last answer. Reading goes on: closing with unread data would send RST. */
  const fail = (error: string) => socket.end(encodeFrame(Buffer.from(`ERR ${error}`)))

  const answer = (frame: Buffer) => {
    const upper = Buffer.from(frame.toString('utf8').toUpperCase())
    if (upper.length > LARGEST) fail('too large')
    else socket.write(encodeFrame(upper))
  }

  const hear = (events: FrameEvent[]) => {
    for (const event of events) {
      if (socket.writableEnded) return
      if ('frame' in event) answer(event.frame)
      else fail(event.error)
    }
  }

  socket.on('data', (chunk) => hear(reader.push(chunk)))
  socket.on('end', () => {
    hear(reader.end())
    socket.end()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
