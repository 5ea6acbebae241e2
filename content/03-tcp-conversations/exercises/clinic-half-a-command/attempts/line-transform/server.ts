import net from 'node:net'
import { Transform } from 'node:stream'
import { params } from './params.ts'

const stock = new Map<string, number>()

function answer(command: string): string {
  const [verb, item = '', amount = ''] = command.split(' ')
  if (verb === 'PUT' && /^\d+$/.test(amount)) {
    stock.set(item, (stock.get(item) ?? 0) + Number(amount))
    return 'OK'
  }
  if (verb === 'HAVE' && item !== '') return String(stock.get(item) ?? 0)
  return 'ERR what?'
}

/** Bytes in, lines out; a line is decoded only when all its bytes are here. */
class Lines extends Transform {
  #held: Buffer[] = []

  constructor() {
    super({ readableObjectMode: true })
  }

  override _transform(chunk: Buffer, _encoding: string, done: () => void) {
    let from = 0
    for (let to = chunk.indexOf(10); to !== -1; to = chunk.indexOf(10, from)) {
      this.#held.push(chunk.subarray(from, to))
      this.push(Buffer.concat(this.#held).toString('utf8') + '\n')
      this.#held = []
      from = to + 1
    }
    if (from < chunk.length) this.#held.push(chunk.subarray(from))
    done()
  }
}

const server = net.createServer((socket) => {
  const lines = socket.pipe(new Lines())
  lines.on('data', (line: string) => socket.write(`${answer(line.trim())}\n`))
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
