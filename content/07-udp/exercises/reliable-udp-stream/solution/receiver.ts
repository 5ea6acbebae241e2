import dgram from 'node:dgram'
import { ACK, BITMAP_BYTES, DATA, decode, encode, type Message, OPEN } from './datagram.ts'
import { params } from './params.ts'

const IDLE_MS = 60_000

/** The one stream that is received, from its OPEN. */
interface Stream {
  id: number
  address: string
  port: number
  /** Lowest number that has not arrived. */
  next: number
  isComplete: boolean
}

/** Receives one stream. */
export function receiveStream(port: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const socket = dgram.createSocket('udp4')
  const pieces: Buffer[] = []
  const ahead = new Map<number, Message>() // arrived before one with a lower number
  let stream: Stream | undefined
  let timer: NodeJS.Timeout | undefined

  const close = () => {
    socket.close()
    if (!stream?.isComplete) reject(timeoutError(`nothing came for ${IDLE_MS} ms`))
  }
  const takeInOrder = (current: Stream) => {
    while (!current.isComplete) {
      const message = ahead.get(current.next)
      if (!message) return
      ahead.delete(current.next)
      current.next = (current.next + 1) >>> 0
      if (message.type === DATA) pieces.push(message.body)
      else current.isComplete = true
    }
    resolve(Buffer.concat(pieces))
  }
  socket.on('message', (bytes, sender) => {
    const message = decode(bytes)
    if (!message || message.type === ACK || sender.port === 0) return // `send` throws for port 0
    if (!stream && message.type === OPEN) {
      const { id, number } = message
      stream = { id, address: sender.address, port: sender.port, next: (number + 1) >>> 0, isComplete: false }
    }
    if (!stream || message.id !== stream.id) return
    if (sender.address !== stream.address || sender.port !== stream.port) return
    const distance = (message.number - stream.next) | 0 // signed: negative for what is here already
    if (distance >= params.window) return
    const isNew = distance >= 0 && message.type !== OPEN && !stream.isComplete
    if (isNew) ahead.set(message.number, message)
    if (isNew) takeInOrder(stream)
    clearTimeout(timer)
    timer = setTimeout(close, stream.isComplete ? params.lingerMs : IDLE_MS)
    socket.send(encode(ACK, stream.id, stream.next, bitmapOf(ahead, stream.next)), sender.port, sender.address)
  })
  socket.on('error', (error) => {
    if (!stream)
      reject(error) // the port is in use
    else console.error(error.message) // an acknowledgment that could not be sent counts as lost
  })
  socket.bind(port)
  return promise
}

/** Bitmap of what arrived behind the first gap: the highest bit of the first byte is `next` + 1. */
function bitmapOf(ahead: Map<number, Message>, next: number): Buffer {
  const bitmap = Buffer.alloc(BITMAP_BYTES)
  for (const number of ahead.keys()) {
    const bit = (number - next - 1) >>> 0
    bitmap[bit >> 3]! |= 0x80 >> (bit & 7)
  }
  return bitmap
}

const timeoutError = (message: string) => Object.assign(new Error(message), { code: 'ETIMEDOUT' })
