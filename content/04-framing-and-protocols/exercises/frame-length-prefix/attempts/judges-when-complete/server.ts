import net from 'node:net'
import { encodeFrame, FrameReader, type FrameEvent } from './framing.ts'
import { params } from './params.ts'

// Capitals can be longer than small letters; the answer must still fit its length field.
const MOST = 256 ** params.width - 1 - params.width

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const reader = new FrameReader()
  let isOver = false

  const fail = (error: string) => {
    isOver = true
    socket.end(encodeFrame(Buffer.from(`ERR ${error}`)))
  }
  const handle = (events: FrameEvent[]) => {
    for (const event of events) {
      if (isOver) return
      if ('error' in event) fail(event.error)
      else {
        const answer = Buffer.from(event.frame.toString('utf8').toUpperCase())
        if (answer.length > MOST) fail('too large')
        else socket.write(encodeFrame(answer))
      }
    }
  }

  socket.on('data', (chunk: Buffer) => {
    if (!isOver) handle(reader.push(chunk))
  })
  socket.on('end', () => {
    handle(reader.end())
    if (!isOver) socket.end()
    isOver = true
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port, () => console.log('listening on port', params.port))
