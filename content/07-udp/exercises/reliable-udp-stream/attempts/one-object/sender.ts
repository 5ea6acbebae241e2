import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import { ACK, decode, encode } from './datagram.ts'
import { params } from './params.ts'

const uint32 = () => randomInt(2 ** 32)

class Sending {
  readonly socket = dgram.createSocket('udp4')
  readonly done: Promise<void>
  readonly id = uint32()
  readonly first: number
  readonly data: Uint8Array
  readonly last: number
  readonly timers = new Map<number, { timer: NodeJS.Timeout; at: number; again: boolean }>()
  low = 0
  high = 0
  rto = 1_000
  srtt: number | null = null
  rttvar = 0
  settle!: { resolve(): void; reject(error: Error): void }

  constructor(data: Uint8Array, host: string, port: number, first = uint32()) {
    this.data = data
    this.first = first
    this.last = Math.ceil(data.length / 1_000) + 1
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
    this.socket.on('error', (error) => this.finish(error))
    this.socket.on('message', (bytes) => this.onMessage(bytes))
    this.socket.connect(port, host, () => this.pump())
  }

  pump() {
    if (this.high === 0) this.put(0, 1, this.rto)
    else if (this.low > 0)
      while (this.high <= this.last && this.high - this.low < params.window) this.put(this.high, 1, this.rto)
  }

  put(place: number, n: number, wait: number) {
    if (n > 5) return this.finish(Object.assign(new Error('gave up'), { code: 'ETIMEDOUT' }))
    const type = place === 0 ? 1 : place === this.last ? 3 : 2
    const body = type === 2 ? this.data.subarray(1_000 * (place - 1), 1_000 * place) : new Uint8Array()
    if (place === this.high) this.high++
    const timer = setTimeout(() => this.put(place, n + 1, 2 * wait), wait)
    this.timers.set(place, { timer, at: performance.now(), again: n > 1 })
    this.socket.send(encode(type, this.id, (this.first + place) >>> 0, body))
  }

  onMessage(bytes: Buffer) {
    const ack = decode(bytes)
    if (!ack || ack.type !== ACK || ack.id !== this.id) return
    const upTo = (ack.number - this.first) >>> 0
    const bitmap = [...ack.body].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    const furthest = bitmap.includes('1') ? upTo + 1 + bitmap.lastIndexOf('1') : upTo - 1
    if (furthest >= this.high || upTo > this.high) return
    for (const [place, { timer, at, again }] of [...this.timers]) {
      if (place >= upTo && bitmap[place - upTo - 1] !== '1') continue
      clearTimeout(timer)
      this.timers.delete(place)
      if (!again) this.measure(performance.now() - at)
    }
    this.low = Math.max(this.low, upTo)
    if (this.low > this.last) this.finish()
    else this.pump()
  }

  measure(r: number) {
    if (this.srtt === null) {
      this.srtt = r
      this.rttvar = r / 2
    } else {
      this.rttvar = (3 * this.rttvar + Math.abs(this.srtt - r)) / 4
      this.srtt = (7 * this.srtt + r) / 8
    }
    this.rto = Math.max(this.srtt + 4 * this.rttvar, params.minRtoMs)
  }

  finish(error?: Error) {
    for (const { timer } of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    this.socket.removeAllListeners('message')
    this.socket.close()
    if (error) this.settle.reject(error)
    else this.settle.resolve()
  }
}

export const sendStream = (data: Uint8Array, host: string, port: number, options?: { first?: number }) =>
  new Sending(data, host, port, options?.first).done
