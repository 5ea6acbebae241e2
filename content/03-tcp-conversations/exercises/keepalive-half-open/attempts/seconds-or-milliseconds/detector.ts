import net from 'node:net'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

type Happening = { kind: 'connected' } | { kind: 'bytes'; bytes: Buffer } | { kind: 'silence' } | { kind: 'end' } | { kind: 'error'; code: string }

/** What happens to a socket, one thing after the other. A silence is one of the things that can happen. */
class Watch {
  readonly socket: net.Socket
  readonly #happened: Happening[] = []
  #wake: (() => void) | undefined

  constructor(host: string, port: number) {
    this.socket = net.connect({ host, port })
    this.socket.on('connect', () => this.#add({ kind: 'connected' }))
    this.socket.on('data', (bytes: Buffer) => this.#add({ kind: 'bytes', bytes }))
    this.socket.on('end', () => this.#add({ kind: 'end' }))
    this.socket.on('error', (error: NodeJS.ErrnoException) => this.#add({ kind: 'error', code: error.code ?? '' }))
  }

  async next(seconds: number): Promise<Happening> {
    if (this.#happened.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const timer = seconds < Infinity ? setTimeout(resolve, seconds * 1000) : undefined
      await promise
      clearTimeout(timer)
      this.#wake = undefined
    }
    return this.#happened.shift() ?? { kind: 'silence' }
  }

  #add(happening: Happening): void {
    this.#happened.push(happening)
    this.#wake?.()
  }
}

/** Gives the lines that are complete; what is left waits as bytes. */
function* lineReader(): Generator<string[], never, Buffer> {
  let bytes = Buffer.alloc(0)
  let lines: string[] = []
  for (;;) {
    bytes = Buffer.concat([bytes, yield lines])
    lines = []
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n')) {
      lines.push(bytes.toString('utf8', 0, end))
      bytes = bytes.subarray(end + 1)
    }
  }
}

/** Follows the conversation to its end. True: nobody is there any more. */
async function follow(watch: Watch): Promise<boolean> {
  const reader = lineReader()
  reader.next()
  const silence = how === 'heartbeat' ? params.heartbeat : Infinity
  let wait = Infinity
  let hasAsked = false
  for (;;) {
    const happening = await watch.next(wait)
    switch (happening.kind) {
      case 'connected':
        if (how === 'keepalive') watch.socket.setKeepAlive(true, params.idle)
        wait = silence
        break
      case 'bytes':
        wait = silence
        hasAsked = false
        for (const line of reader.next(happening.bytes).value) {
          if (line === 'PING') watch.socket.write('PONG\n')
          else if (line !== 'PONG') process.stdout.write(`${line}\n`)
        }
        break
      case 'silence':
        if (hasAsked) return true
        hasAsked = true
        watch.socket.write('PING\n')
        wait = params.patience
        break
      case 'end':
        return false
      case 'error':
        return happening.code === 'ETIMEDOUT' || happening.code.endsWith('UNREACH') || happening.code === 'EHOSTDOWN'
    }
  }
}

const watch = new Watch(host!, Number(port))
if (await follow(watch)) console.log('DEAD')
watch.socket.destroy()
