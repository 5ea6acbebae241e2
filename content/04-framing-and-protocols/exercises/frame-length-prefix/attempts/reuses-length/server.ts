import net from 'node:net'
import { encodeFrame, FrameReader } from './framing.ts'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const reader = new FrameReader()
  let closed = false

  function answer(frame: Buffer) {
    if (closed) return
    const upper = Buffer.alloc(frame.length) // upper case is as long as lower case
    upper.write(frame.toString('utf8').toUpperCase())
    socket.write(encodeFrame(upper))
  }

  function fail(error: string) {
    if (closed) return
    socket.end(encodeFrame(Buffer.from('ERR ' + error)))
    closed = true
  }

  socket.on('data', (chunk) => {
    for (const event of reader.push(chunk as Buffer)) {
      if ('frame' in event) answer(event.frame)
      else fail(event.error)
    }
  })

  socket.on('end', () => {
    for (const event of reader.end()) if ('error' in event) fail(event.error)
    if (!closed) socket.end()
  })

  socket.on('error', (error) => console.log(error.message))
})

server.listen(params.port, () => console.log('listening on port', params.port))
