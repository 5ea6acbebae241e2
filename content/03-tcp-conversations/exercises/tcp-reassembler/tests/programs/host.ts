/**
 * A host whose TCP receives by the submission's `Receiver`: takes over eth0, answers for one address, accepts one connection, reads from it
 * slowly, and prints what it has read once the stream has ended.
 */
import * as s from 'ackademy:sockets'

const { Receiver } = (await import('./receiver.ts' as string)) as typeof import('../../solution/receiver.ts')

const [address, port, capacity] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]
const [FIN, SYN, RST, ACK] = [0x01, 0x02, 0x04, 0x10]
const ISN = 5000
const SLOW_READER = { bytes: 500, everyMs: 5 }
const REPEAT_FIN_MS = 300

const link = s.openLink('eth0')
const ourMac = Buffer.from(link.mac.replaceAll(':', ''), 'hex')
const ourAddress = Buffer.from(address.split('.').map(Number))
const receiver = new Receiver({ capacity })
const pieces: Uint8Array[] = []

/** The client: addresses and port. */
let peer: { mac: Buffer; address: Buffer; port: number } | null = null
/** Our last acknowledgment. */
let told = { ack: 0, window: 0 }
let finSentAt: number | null = null
let isFinAcknowledged = false

while (!isFinAcknowledged) {
  await s.poll([{ socket: link.socket, events: s.POLLIN }], SLOW_READER.everyMs)
  for (let frame = link.read(); frame; frame = link.read()) hear(Buffer.from(frame))
  read()
}
console.log(JSON.stringify(Buffer.concat(pieces).toString('hex')))

function hear(frame: Buffer) {
  const etherType = frame.readUInt16BE(12)
  if (etherType === 0x0806 && frame[21] === 1 && frame.subarray(38, 42).equals(ourAddress)) answerArp(frame)
  if (etherType === 0x0800 && frame[23] === 6 && frame.subarray(30, 34).equals(ourAddress)) hearSegment(frame)
}

/** Swaps sender and target (RFC 826). */
function answerArp(request: Buffer) {
  const asker = request.subarray(22, 32)
  const reply = [request.subarray(12, 20), Buffer.from([0, 2]), ourMac, ourAddress, asker]
  link.write(Buffer.concat([asker.subarray(0, 6), ourMac, ...reply]))
}

function hearSegment(frame: Buffer) {
  const packet = frame.subarray(14, 14 + frame.readUInt16BE(16))
  const tcp = packet.subarray((packet[0]! & 15) * 4)
  const [seq, ack, flags] = [tcp.readUInt32BE(4), tcp.readUInt32BE(8), tcp[13]!]
  const data = new Uint8Array(tcp.subarray((tcp[12]! >> 4) * 4))
  if (tcp.readUInt16BE(2) !== port || flags & RST) return
  if (flags & SYN) return accept(frame, tcp.readUInt16BE(0), seq)
  if (finSentAt !== null && ack === ISN + 2) isFinAcknowledged = true
  // Only an acknowledgment: answering it would start an endless exchange.
  if (data.length === 0 && !(flags & FIN) && seq === told.ack) return
  told = receiver.segment({ seq, fin: (flags & FIN) !== 0, data })
  send(ACK)
}

/** The SYN may come more than once; the receiver hears of it once. */
function accept(frame: Buffer, from: number, seq: number) {
  if (!peer) told = receiver.segment({ seq, syn: true })
  peer = { mac: frame.subarray(6, 12), address: frame.subarray(26, 30), port: from }
  send(SYN | ACK, ISN)
}

/** What the program on this host does: it reads a little now and then, and a window that has opened is told. */
function read() {
  if (!peer) return
  if (finSentAt !== null && performance.now() - finSentAt > REPEAT_FIN_MS) sendFin()
  if (finSentAt !== null) return
  const piece = receiver.read(SLOW_READER.bytes)
  if (piece === null) return sendFin()
  pieces.push(Uint8Array.from(piece))
  const now = receiver.segment({ seq: told.ack })
  if (told.window >= capacity / 2 || now.window < capacity / 2) return
  told = now
  send(ACK)
}

function sendFin() {
  finSentAt = performance.now()
  send(FIN | ACK)
}

/** One segment without data or options, so that a sender's have 536 bytes (RFC 9293 §3.1, §3.7.1), in one packet (RFC 791 §3.1). */
function send(flags: number, seq = ISN + 1) {
  const tcp = Buffer.alloc(20)
  tcp.writeUInt16BE(port, 0)
  tcp.writeUInt16BE(peer!.port, 2)
  tcp.writeUInt32BE(seq, 4)
  tcp.writeUInt32BE(told.ack >>> 0, 8)
  tcp.writeUInt8(5 << 4, 12)
  tcp.writeUInt8(flags, 13)
  tcp.writeUInt16BE(told.window, 14)
  const pseudoHeader = Buffer.concat([ourAddress, peer!.address, Buffer.from([0, 6, 0, tcp.length])])
  tcp.writeUInt16BE(checksum(Buffer.concat([pseudoHeader, tcp])), 16)

  const ip = Buffer.from([0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, ...ourAddress, ...peer!.address])
  ip.writeUInt16BE(checksum(ip), 10)
  link.write(Buffer.concat([peer!.mac, ourMac, Buffer.from([8, 0]), ip, tcp]))
}

/** RFC 1071, of an even number of bytes. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes.readUInt16BE(i)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
