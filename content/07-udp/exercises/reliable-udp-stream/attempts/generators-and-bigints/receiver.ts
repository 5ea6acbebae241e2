import dgram from 'node:dgram'
import { ACK, DATA, decode, encode, type Message, OPEN } from './datagram.ts'
import { params } from './params.ts'

/** Each stream keeps a queue of slots, as long as the window, whose first one is the next number. */
class Stream {
  readonly pieces: Buffer[] = []
  readonly key: string
  #slots: (Message | undefined)[] = Array(params.window).fill(undefined)
  #next: bigint
  isComplete = false

  constructor(key: string, open: number) {
    this.key = key
    this.#next = BigInt.asUintN(32, BigInt(open) + 1n)
  }

  /** Returns whether the message gets an ACK. */
  take(message: Message): boolean {
    const ahead = Number(BigInt.asIntN(32, BigInt(message.number) - this.#next))
    if (ahead >= params.window) return false
    if (ahead >= 0 && message.type !== OPEN && !this.isComplete) this.#slots[ahead] ??= message
    while (this.#slots[0] && !this.isComplete) {
      const first = this.#slots.shift()!
      this.#slots.push(undefined)
      this.#next = BigInt.asUintN(32, this.#next + 1n)
      if (first.type === DATA) this.pieces.push(first.body)
      else this.isComplete = true
    }
    return true
  }

  ack(id: number): Buffer {
    const bits = this.#slots.slice(1).map((slot) => (slot ? '1' : '0'))
    const bitmap = Buffer.alloc(4)
    bitmap.writeUInt32BE(Number.parseInt(bits.join('').padEnd(32, '0'), 2))
    return encode(ACK, id, Number(this.#next), bitmap)
  }
}

export async function receiveStream(port: number): Promise<Uint8Array> {
  const socket = dgram.createSocket('udp4')
  let stream: Stream | undefined
  let timer: NodeJS.Timeout | undefined
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  socket.on('error', reject)
  socket.on('message', (bytes, { address, port: from }) => {
    const message = decode(bytes)
    if (message === null || message.type === ACK) return
    const key = `${address} ${from} ${message.id}`
    if (message.type === OPEN) stream ??= new Stream(key, message.number)
    if (stream?.key !== key || !stream.take(message)) return
    socket.send(stream.ack(message.id), from, address)
    if (stream.isComplete) resolve(Buffer.concat(stream.pieces))
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        socket.close()
        reject(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' })) // does nothing if resolved
      },
      stream.isComplete ? params.lingerMs : 60_000,
    )
  })
  socket.bind(port)
  return promise
}
