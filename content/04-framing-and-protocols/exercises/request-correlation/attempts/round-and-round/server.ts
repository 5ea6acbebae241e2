import net from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'
import { params } from './params.ts'

const SEP = params.separator

/** Lines go in, in any pieces; answers come out. */
class Answers extends Transform {
  #bytes: Buffer[] = []

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...this.#bytes, chunk.subarray(from, end)]).toString('utf8')
      this.#bytes = []
      this.push(this.#answer(line) + '\n')
      from = end + 1
    }
    this.#bytes.push(chunk.subarray(from))
    done()
  }

  #answer(line: string): string {
    const [id = '', command, ...rest] = line.split(SEP)
    const isId = /^\d+$/.test(id) && BigInt(id) < BigInt(params.ids)
    if (!isId || rest.length === 0) return `?${SEP}ERR${SEP}malformed`
    const text = rest.join(SEP)
    switch (command) {
      case 'ECHO':
        return `${id}${SEP}OK${SEP}${text}`
      case 'UPPER':
        return `${id}${SEP}OK${SEP}${text.toUpperCase()}`
      case 'REVERSE':
        return `${id}${SEP}OK${SEP}${Array.from(text).reverse().join('')}`
      default:
        return `${id}${SEP}ERR${SEP}unknown`
    }
  }
}

net
  .createServer((socket) => {
    socket.on('error', () => {})
    socket.pipe(new Answers()).pipe(socket)
  })
  .listen(params.port)
