import { createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { encodeFrame, FrameReader, type FrameEvent } from './framing.ts'
import { params } from './params.ts'

/** Bytes of frames in, bytes of answers out. It is a stream, so backpressure comes by itself. */
function answers(): Transform {
  const reader = new FrameReader()
  let isOver = false

  const respond = (stream: Transform, events: FrameEvent[]) => {
    for (const event of events) {
      if (isOver) return
      if ('frame' in event) {
        let answer: Buffer
        try {
          answer = encodeFrame(Buffer.from(event.frame.toString().toUpperCase()))
        } catch {
          // upper case took more bytes than a length can say
          answer = encodeFrame(Buffer.from('ERR too large'))
          isOver = true
        }
        stream.push(answer)
      } else {
        stream.push(encodeFrame(Buffer.from(`ERR ${event.error}`)))
        isOver = true
      }
    }
    if (isOver) stream.push(null) // the socket is ended, and still read
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!isOver) respond(this, reader.push(chunk))
      done()
    },
    flush(done) {
      if (!isOver) respond(this, reader.end())
      done()
    },
  })
}

function serve(socket: Socket) {
  socket.on('error', () => socket.destroy())
  const stream = answers()
  stream.on('error', () => socket.destroy())
  stream.on('data', (answer: Buffer) => {
    if (!socket.write(answer)) stream.pause()
  })
  socket.on('drain', () => stream.resume())
  stream.on('end', () => socket.end())
  socket.on('data', (chunk) => {
    if (!stream.write(chunk)) socket.pause()
  })
  stream.on('drain', () => socket.resume())
  socket.on('end', () => stream.end())
}

createServer({ allowHalfOpen: true }, serve).listen(params.port, () => console.log('listening on port', params.port))
