import net from 'node:net'
import { once } from 'node:events'
import { params } from './params.ts'

const TOO_LONG = Symbol()

async function* lines(socket: net.Socket): AsyncGenerator<string | typeof TOO_LONG> {
  let parts: Buffer[] = []
  let held = 0
  const take = () => {
    const all = Buffer.concat(parts)
    parts = []
    held = 0
    return (all.at(-1) === 13 ? all.subarray(0, -1) : all).toString('utf8')
  }
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    let from = 0
    for (;;) {
      const at = chunk.indexOf(10, from)
      const piece = chunk.subarray(from, at < 0 ? undefined : at)
      held += piece.length
      if (held > params.maxLine) {
        parts = []
        held = 0
        yield TOO_LONG
        return
      }
      parts.push(piece)
      if (at < 0) break
      from = at + 1
      yield take()
    }
  }
  if (held > 0 && params.tail === 'echo') yield take()
}

async function session(socket: net.Socket): Promise<void> {
  if (params.banner) socket.write(params.banner + '\n')
  const source = lines(Object.assign(Object.create(null), { [Symbol.asyncIterator]: () => socket.iterator({ destroyOnReturn: false }) }) as never)
  let last = ''
  for await (const line of source) {
    if (line === TOO_LONG || line === 'QUIT') {
      last = line === 'QUIT' ? 'BYE\n' : 'ERR too long\n'
      break
    }
    const more = socket.write(line === 'PING' ? 'PONG\n' : `${params.prefix}${line}\n`)
    if (!more) await once(socket, 'drain')
  }
  socket.end(last)
  socket.resume()
}

net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("error", () => {})
  void session(socket)
}).listen(params.port)
