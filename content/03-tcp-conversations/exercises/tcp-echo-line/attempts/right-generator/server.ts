import net from 'node:net'
import { params } from './params.ts'

type Said = { kind: 'line' | 'tail'; bytes: Buffer } | { kind: 'long' }

/** Lines out of any pieces; latin1 keeps one character for each byte. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Said> {
  let text = ''
  for await (const chunk of stream) {
    const parts = (text + chunk.toString('latin1')).split('\n')
    text = parts.pop()!
    for (const part of parts)
      yield part.length > params.maxLine ? { kind: 'long' } : { kind: 'line', bytes: Buffer.from(part, 'latin1') }
    if (text.length > params.maxLine) yield { kind: 'long' }
  }
  if (text.length > 0) yield { kind: 'tail', bytes: Buffer.from(text, 'latin1') }
}

/** What to say to a line, and whether it is the last thing said. */
function answerTo(said: Said): [string, boolean] {
  if (said.kind === 'long') return ['ERR too long', true]
  const { bytes } = said
  const text = (bytes[bytes.length - 1] === 13 ? bytes.subarray(0, -1) : bytes).toString()
  if (text === 'PING') return ['PONG', false]
  if (text === 'QUIT') return ['BYE', true]
  return [params.prefix + text, false]
}

async function converse(socket: net.Socket) {
  if (params.banner) socket.write(`${params.banner}\n`)
  let isOver = false
  for await (const said of linesOf(socket)) {
    if (isOver || (said.kind === 'tail' && params.tail === 'drop')) continue
    const [text, isLast] = answerTo(said)
    socket.write(`${text}\n`)
    if (isLast) socket.end()
    isOver ||= isLast
  }
  if (!isOver) socket.end()
}

net
  .createServer({ allowHalfOpen: true }, (socket) => void converse(socket).catch(() => socket.destroy()))
  .listen(params.port)
