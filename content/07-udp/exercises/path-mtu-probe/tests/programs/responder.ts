/**
 * Answers each datagram with its first 8 bytes: `responder.ts PORT [MODE]`. `slow` answers 40 ms later. `liar` answers, and then
 * sends ids of its own every 10 ms: old ones, ones with a wrong bit, and the next ones in counting order.
 */
import dgram from 'node:dgram'

const [port, mode] = process.argv.slice(2)
const socket = dgram.createSocket('udp4')
let isLying = false

socket.on('message', (datagram, { port, address }) => {
  const id = Buffer.from(datagram.subarray(0, 8))
  const answer = (bytes: Uint8Array) => socket.send(bytes, port, address)
  if (mode === 'slow') setTimeout(answer, 40, id)
  else answer(id)
  if (mode !== 'liar' || isLying || id.length < 8) return
  isLying = true
  setInterval(() => lies(id).forEach(answer), 10).unref()
})

function lies(id: Buffer): Buffer[] {
  const flipped = Buffer.from(id)
  flipped[7]! ^= 1
  const next = [1n, 2n, 3n, 4n, 5n].flatMap((n) => {
    const [big, little] = [Buffer.from(id), Buffer.from(id)]
    big.writeBigUInt64BE(BigInt.asUintN(64, id.readBigUInt64BE() + n))
    little.writeBigUInt64LE(BigInt.asUintN(64, id.readBigUInt64LE() + n))
    return [big, little]
  })
  return [id, flipped, ...next]
}

socket.bind(Number(port))
