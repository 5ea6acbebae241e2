import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { on } from 'node:events'
import { ACK, DATA, decode, END, encode, OPEN, PIECE_BYTES } from './datagram.ts'
import { params } from './params.ts'

type Pending = { place: bigint; bytes: Buffer; sent: number; due: number; wait: number; tries: number }

function* datagrams(data: Uint8Array, id: number, first: bigint): Generator<Buffer> {
  const number = (place: number) => Number(BigInt.asUintN(32, first + BigInt(place)))
  yield encode(OPEN, id, number(0))
  let place = 1
  for (let at = 0; at < data.length; at += PIECE_BYTES)
    yield encode(DATA, id, number(place++), data.subarray(at, Math.min(at + PIECE_BYTES, data.length)))
  yield encode(END, id, number(place))
}

/** One loop takes turns: send what there is room for, then wait for an ACK or for the earliest deadline. */
export async function sendStream(data: Uint8Array, host: string, port: number, { first }: { first?: number } = {}) {
  const id = randomBytes(4).readUInt32BE()
  const start = BigInt(first ?? randomBytes(4).readUInt32BE())
  const source = datagrams(data, id, start)
  const socket = dgram.createSocket('udp4')
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.connect(port, host, resolve)
  })
  const rto = { ms: 1_000, srtt: NaN, rttvar: 0 }
  const pending = new Set<Pending>()
  let low = 0n
  let count = 0n
  let isOut = false
  const measure = (r: number) => {
    rto.rttvar = Number.isNaN(rto.srtt) ? r / 2 : 0.75 * rto.rttvar + 0.25 * Math.abs(rto.srtt - r)
    rto.srtt = Number.isNaN(rto.srtt) ? r : 0.875 * rto.srtt + 0.125 * r
    rto.ms = Math.max(params.minRtoMs, rto.srtt + 4 * rto.rttvar)
  }
  const take = (bytes: Buffer) => {
    const ack = decode(bytes)
    if (ack?.type !== ACK || ack.id !== id) return
    const upTo = BigInt.asUintN(32, BigInt(ack.number) - start)
    const bits = ack.body.readUInt32BE()
    const has = (place: bigint) => place < upTo || (place > upTo && (bits >>> Number(32n - (place - upTo))) % 2 === 1)
    if (upTo > count || (count - upTo <= 32n && bits % 2 ** Number(33n - (count - upTo)) !== 0 && upTo < count)) return
    if (upTo === count && bits !== 0) return
    for (const one of pending) {
      if (!has(one.place)) continue
      pending.delete(one)
      if (one.tries === 1) measure(performance.now() - one.sent)
    }
    if (upTo > low) low = upTo
  }
  const timer = { id: undefined as NodeJS.Timeout | undefined }
  const repeat = () => {
    for (const one of pending) {
      if (one.due > performance.now()) continue
      if (one.tries++ === 5) throw Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })
      one.wait *= 2
      one.due += one.wait
      socket.send(one.bytes)
    }
  }
  const arm = () => {
    const due = Math.min(...[...pending].map((one) => one.due))
    clearTimeout(timer.id)
    timer.id = setTimeout(() => socket.emit('message', Buffer.alloc(0)), Math.max(0, due - performance.now()))
  }
  const fill = () => {
    while (!isOut && (count === 0n || (low > 0n && count < low + BigInt(params.window)))) {
      const { value, done } = source.next()
      if (done) isOut = true
      else {
        const now = performance.now()
        pending.add({ place: count++, bytes: value, sent: now, due: now + rto.ms, wait: rto.ms, tries: 1 })
        socket.send(value)
      }
    }
  }
  try {
    fill()
    arm()
    for await (const [bytes] of on(socket, 'message')) {
      take(bytes)
      repeat()
      fill()
      if (isOut && low === count) return
      arm()
    }
  } finally {
    clearTimeout(timer.id)
    socket.close()
  }
}
