import net from 'node:net'
import { params } from './params.ts'

class BadRecord extends Error {}

/** The records of a stream; one that is too long, or cut off by the stream's end, is an exception. */
async function* recordsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let length = 0
  const add = (piece: Buffer) => {
    pieces.push(piece)
    length += piece.length
    if (length > params.maxLine) throw new BadRecord('too long')
  }
  for await (let chunk of chunks) {
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n')) {
      add(chunk.subarray(0, end))
      yield Buffer.concat(pieces, length)
      pieces = []
      length = 0
      chunk = chunk.subarray(end + 1)
    }
    if (chunk.length > 0) add(chunk)
  }
  if (length > 0) throw new BadRecord('not complete')
}

async function serve(socket: net.Socket) {
  let count = 0
  try {
    for await (const _record of recordsOf(socket.iterator({ destroyOnReturn: false }))) count++
    socket.end(`OK ${count}\n`)
  } catch (error) {
    if (!(error instanceof BadRecord)) return // the connection failed
    socket.end(`ERR record ${count + 1} is ${error.message}\n`)
    socket.pause() // nothing more to read here
  }
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  void serve(socket)
})

server.listen(params.port)
