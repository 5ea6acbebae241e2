import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { ACK, DATA, decode, END, encode, OPEN, PIECE_BYTES } from './datagram.ts'
import { params } from './params.ts'

interface Entry {
  bytes: Buffer
  sentAt: number
  due: number
  wait: number
  tries: number
  isAcked: boolean
}

export async function sendStream(data: Uint8Array, host: string, port: number, options: { first?: number } = {}) {
  const { address } = await lookup(host, 4)
  const random = randomBytes(8)
  const id = random.readUInt32BE(0)
  const first = options.first ?? random.readUInt32BE(4)
  const queue: Buffer[] = [encode(OPEN, id, first)]
  for (let at = 0; at < data.length; at += PIECE_BYTES)
    queue.push(encode(DATA, id, (first + queue.length) % 2 ** 32, data.subarray(at, at + PIECE_BYTES)))
  queue.push(encode(END, id, (first + queue.length) % 2 ** 32))

  const socket = dgram.createSocket('udp4')
  const sent: Entry[] = []
  let done = 0
  let srtt = -1
  let rttvar = 0
  let timeout = 1_000
  let clock: NodeJS.Timeout | undefined

  await new Promise<void>((resolve, reject) => {
    const tick = () => {
      const now = performance.now()
      while (sent.length < queue.length && (sent.length === 0 || (done > 0 && sent.length < done + params.window)))
        sent.push({ bytes: queue[sent.length]!, sentAt: now, due: now, wait: timeout, tries: 0, isAcked: false })
      for (const entry of sent.slice(done)) {
        if (entry.isAcked || entry.due > now) continue
        if (entry.tries === 5) return reject(Object.assign(new Error('no ACK'), { code: 'ETIMEDOUT' }))
        if (entry.tries++ === 0) entry.sentAt = now
        else entry.wait *= 2
        entry.due = now + entry.wait
        socket.send(entry.bytes, port, address)
      }
    }
    clock = setInterval(tick, 3)
    socket.on('error', reject)
    socket.on('message', (bytes, from) => {
      const message = decode(bytes)
      if (message?.type !== ACK || message.id !== id || from.address !== address || from.port !== port) return
      const count = (message.number - first + 2 ** 32) % 2 ** 32
      const covered = Array.from({ length: Math.min(count, sent.length) }, (_, i) => i)
      for (let bit = 0; bit < 32; bit++)
        if (message.body[Math.floor(bit / 8)]! & (128 >> (bit % 8))) covered.push(count + 1 + bit)
      if (count > sent.length || covered.some((index) => index >= sent.length)) return
      for (const index of covered) {
        const entry = sent[index]!
        if (!entry.isAcked && entry.tries === 1) {
          const r = performance.now() - entry.sentAt
          if (srtt < 0) [srtt, rttvar] = [r, r / 2]
          else [rttvar, srtt] = [0.75 * rttvar + 0.25 * Math.abs(srtt - r), 0.875 * srtt + 0.125 * r]
          timeout = Math.max(params.minRtoMs, srtt + 4 * rttvar)
        }
        entry.isAcked = true
      }
      done = Math.max(done, count)
      if (done === queue.length) resolve()
      else tick()
    })
    tick()
  }).finally(() => {
    clearInterval(clock)
    socket.close()
  })
}
