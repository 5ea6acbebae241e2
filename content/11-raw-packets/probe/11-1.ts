import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import { lookup } from 'node:dns/promises'

const ECHO_REQUEST = 8
const PATIENCE_MS = 1_000
const [target = 'server'] = process.argv.slice(2)

const { address } = await lookup(target, { family: 4 })
const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
const id = Math.floor(Math.random() * 0x10000)
for (let seq = 1; seq <= 3; seq++) {
  icmp.sendto(echoRequest(id, seq), address)
  const sentAt = performance.now()
  await poll([{ socket: icmp, events: POLLIN }], PATIENCE_MS)
  const packet = icmp.recvfrom(2_048)
  const ms = (performance.now() - sentAt).toFixed(1)
  console.log(packet ? `${seq}: ${describe(packet.bytes)} from ${packet.address} after ${ms} ms` : `${seq}: nothing`)
}
icmp.close()

/** An ICMP message: type, code, checksum, id, sequence number, data (RFC 792). */
function echoRequest(id: number, seq: number): Buffer {
  const message = Buffer.from('........HELLO')
  message.writeUInt16BE(ECHO_REQUEST << 8, 0)
  message.writeUInt16BE(0, 2)
  message.writeUInt16BE(id, 4)
  message.writeUInt16BE(seq, 6)
  message.writeUInt16BE(checksum(message), 2)
  return message
}

/** The words' sum with its carries added back in, inverted (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** Type and code of the message behind the IPv4 header, whose length is in its own first byte. */
function describe(packet: Uint8Array): string {
  const [type, code] = packet.subarray(4 * ((packet[0] ?? 0) & 15))
  return `type ${type}, code ${code}`
}
