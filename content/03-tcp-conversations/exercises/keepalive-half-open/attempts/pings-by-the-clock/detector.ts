import net from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

class Detector {
  readonly #socket: net.Socket
  readonly #decoder = new StringDecoder('utf8')
  #text = ''
  #clock?: NodeJS.Timeout
  #judge?: NodeJS.Timeout

  constructor(host: string, port: number, how: string) {
    this.#socket = net.connect(port, host)
    this.#socket.on('connect', () => {
      if (how === 'keepalive') this.#socket.setKeepAlive(true, params.idle * 1000)
      if (how === 'heartbeat') this.#clock = setInterval(() => this.#beat(), params.heartbeat * 1000)
    })
    this.#socket.on('data', (chunk: Buffer) => this.#hear(chunk))
    this.#socket.on('end', () => this.#leave())
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET' && error.code !== 'EPIPE') console.log('DEAD')
      this.#leave()
    })
  }

  #beat(): void {
    this.#socket.write('PING\n')
    this.#judge = setTimeout(() => {
      console.log('DEAD')
      this.#leave()
    }, params.patience * 1000)
  }

  #hear(chunk: Buffer): void {
    clearTimeout(this.#judge)
    const lines = (this.#text + this.#decoder.write(chunk)).split('\n')
    this.#text = lines.pop()!
    for (const line of lines) {
      if (line === 'PING') this.#socket.write('PONG\n')
      else if (line !== 'PONG') console.log(line)
    }
  }

  #leave(): void {
    clearInterval(this.#clock)
    clearTimeout(this.#judge)
    this.#socket.destroy()
  }
}

new Detector(host!, Number(port), how!)
