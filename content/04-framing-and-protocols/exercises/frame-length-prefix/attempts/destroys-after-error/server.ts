import net from 'node:net'
import { encodeFrame, FrameReader, type FrameEvent } from './framing.ts'
import { params } from './params.ts'

const longest = 2 ** (8 * params.width) - 1 - (params.includesHeader ? params.width : 0)

/** All events of a connection in order: of its chunks, and of its end. */
async function* eventsOf(socket: net.Socket): AsyncGenerator<FrameEvent> {
  const reader = new FrameReader()
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) yield* reader.push(chunk)
  yield* reader.end()
}

async function serve(socket: net.Socket) {
  let hasFailed = false
  for await (const event of eventsOf(socket)) {
    if (hasFailed) continue
    let text: string
    if ('error' in event) {
      hasFailed = true
      text = `ERR ${event.error}`
    } else text = event.frame.toString('utf8').toUpperCase()

    let bytes = Buffer.from(text)
    if (bytes.length > longest) {
      hasFailed = true
      bytes = Buffer.from('ERR too large')
    }
    socket.write(encodeFrame(bytes))
    if (hasFailed) {
      socket.destroySoon() // when the answer is out, nothing else is of interest
      return
    }
  }
  socket.end()
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {})
  serve(socket).catch(() => socket.destroy())
})

server.listen(params.port, () => console.log('listening on port', params.port))
