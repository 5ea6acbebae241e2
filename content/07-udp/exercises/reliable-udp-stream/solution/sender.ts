import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { ACK, BITMAP_BYTES, DATA, decode, END, encode, type Message, OPEN, PIECE_BYTES } from './datagram.ts'
import { params } from './params.ts'

const TRIES = 5
const FIRST_RTO_MS = 1_000
const LONGEST_WAIT_MS = 60_000

export interface SendOptions {
  first?: number
}

/** A datagram that is not acknowledged yet. */
interface Flight {
  sentAt: number
  tries: number
  timer: NodeJS.Timeout
}

/** Sends a stream; resolves when the receiver has all of it. */
export function sendStream(data: Uint8Array, host: string, port: number, options: SendOptions = {}): Promise<void> {
  const id = randomBytes(4).readUInt32BE()
  const { first = randomBytes(4).readUInt32BE() } = options
  const count = Math.ceil(data.length / PIECE_BYTES) + 2
  const socket = dgram.createSocket('udp4')
  const rto = new RetransmissionTimeout()
  const flights = new Map<number, Flight>() // by the place in the stream: 0 is OPEN, count - 1 is END
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let lowest = 0 // all places before it are acknowledged
  let next = 0 // to be sent for the first time

  const datagram = (place: number): Buffer => {
    const number = (first + place) >>> 0
    if (place === 0) return encode(OPEN, id, number)
    if (place === count - 1) return encode(END, id, number)
    return encode(DATA, id, number, data.subarray((place - 1) * PIECE_BYTES, place * PIECE_BYTES))
  }
  const transmit = (place: number, tries: number, waitMs: number) => {
    if (tries > TRIES) return reject(timeoutError(`${TRIES} datagrams to ${host}:${port} got no acknowledgment`))
    const timer = setTimeout(transmit, waitMs, place, tries + 1, Math.min(2 * waitMs, LONGEST_WAIT_MS))
    flights.set(place, { sentAt: performance.now(), tries, timer })
    socket.send(datagram(place))
  }
  const fill = () => {
    const end = lowest === 0 ? 1 : Math.min(count, lowest + params.window)
    while (next < end) transmit(next++, 1, rto.ms)
  }
  const settle = (place: number) => {
    const flight = flights.get(place)
    if (!flight) return
    clearTimeout(flight.timer)
    flights.delete(place)
    // Of a datagram sent twice, nobody knows which one was acknowledged (Karn's algorithm, RFC 6298, 3).
    if (flight.tries === 1) rto.measure(performance.now() - flight.sentAt)
  }
  const acknowledge = (ack: Message) => {
    const upTo = (ack.number - first) >>> 0
    const beyond = bitsOf(ack.body).map((bit) => upTo + 1 + bit)
    if (upTo > next || beyond.some((place) => place >= next)) return // about what was never sent
    for (const place of flights.keys()) if (place < upTo || beyond.includes(place)) settle(place)
    lowest = Math.max(lowest, upTo)
    if (lowest === count) resolve()
    else fill()
  }
  socket.on('message', (bytes) => {
    const message = decode(bytes)
    if (message?.type === ACK && message.id === id) acknowledge(message)
  })
  socket.on('error', reject)
  socket.on('connect', fill)
  socket.connect(port, host) // from now on the kernel drops what others send

  return promise.finally(() => {
    for (const { timer } of flights.values()) clearTimeout(timer)
    socket.close()
  })
}

/** Positions of the bits that are set, the highest of the first byte being 0. */
function bitsOf(bitmap: Buffer): number[] {
  const isSet = (bit: number) => (bitmap[bit >> 3]! >> (7 - (bit & 7))) & 1
  return Array.from({ length: 8 * BITMAP_BYTES }, (_, bit) => bit).filter(isSet)
}

/** The wait before a first repetition (RFC 6298, 2). */
class RetransmissionTimeout {
  ms = FIRST_RTO_MS
  #smoothed: number | undefined
  #variation = 0

  measure(ms: number): void {
    if (this.#smoothed === undefined) {
      this.#smoothed = ms
      this.#variation = ms / 2
    } else {
      this.#variation += (Math.abs(this.#smoothed - ms) - this.#variation) / 4
      this.#smoothed += (ms - this.#smoothed) / 8
    }
    this.ms = Math.min(Math.max(params.minRtoMs, this.#smoothed + 4 * this.#variation), LONGEST_WAIT_MS)
  }
}

const timeoutError = (message: string) => Object.assign(new Error(message), { code: 'ETIMEDOUT' })
