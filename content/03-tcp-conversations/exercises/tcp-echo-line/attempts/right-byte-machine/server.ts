import { createServer, type Socket } from 'node:net'
import { params } from './params.ts'

/** One byte after the other, into a buffer of fixed size. */
function talk(socket: Socket) {
  const line = new Uint8Array(params.maxLine)
  let used = 0
  let isListening = true

  const finish = (text: string) => {
    isListening = false
    socket.end(text)
  }
  const answer = () => {
    const length = used > 0 && line[used - 1] === 13 ? used - 1 : used
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(line.subarray(0, length))
    used = 0
    if (text === 'QUIT') finish('BYE\n')
    else socket.write(text === 'PING' ? 'PONG\n' : params.prefix + text + '\n')
  }
  const take = (byte: number) => {
    if (byte === 10) answer()
    else if (used === params.maxLine) finish('ERR too long\n')
    else line[used++] = byte
  }

  if (params.banner) socket.write(params.banner + '\n')
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    for (let i = 0; i < chunk.length && isListening; i++) take(chunk[i]!)
  })
  socket.on('end', () => {
    if (isListening && used > 0 && params.tail === 'echo') answer()
    socket.end()
  })
}

createServer({ allowHalfOpen: true, noDelay: true }, talk).listen(params.port)
