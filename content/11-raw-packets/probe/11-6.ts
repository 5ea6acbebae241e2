import * as sockets from 'ackademy:sockets'
import { lookup } from 'node:dns/promises'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'

const { AF_INET, AF_PACKET, ETH_P_ALL, ETH_P_IP, IP_TTL, IPPROTO_ICMP, IPPROTO_IP, POLLIN, SOCK_RAW } = sockets
const { PACKET_AUXDATA, PACKET_STATISTICS, SO_BINDTODEVICE, SO_TIMESTAMPNS, SOL_PACKET, SOL_SOCKET, poll, socket } =
  sockets

const [ECHO_REPLY, UNREACHABLE, ECHO_REQUEST, TIME_EXCEEDED] = [0, 3, 8, 11]
const PATIENCE_MS = 4_000
const MAX_HOPS = 30
const KEPT = 96
const [AT_ONCE, TRIES, CONNECT_MS] = [20, 2, 1_000]
const [target = 'server', device = 'eth0', size = '5', ports = ''] = process.argv.slice(2)

const { address } = await lookup(target, { family: 4 })
const packets = tap(device)
const datagrams = new Map<string, { fragments: number; bytes: number; end: number | null }>()
const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
icmp.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, device)
const id = Math.floor(Math.random() * 0x10000)
for (let ttl = 1; ttl <= MAX_HOPS; ttl++) {
  icmp.setsockopt(IPPROTO_IP, IP_TTL, ttl)
  icmp.sendto(echoRequest(id, ttl, Number(size)), address)
  const sentAt = performance.now()
  const answer = await answerTo(ttl, sentAt + PATIENCE_MS)
  const ms = (performance.now() - sentAt).toFixed(1)
  console.log(answer ? `${ttl}: ${answer.from}, ${ms} ms` : `${ttl}: *`)
  if (answer?.type === UNREACHABLE) console.log(`unreachable, code ${answer.code}`)
  if (answer && answer.type !== TIME_EXCEEDED) break
}
icmp.close()
save('probe.pcap')
if (ports) await scan(ports)

/** A socket that gets a copy of each IPv4 frame with ICMP that crosses the device: its first bytes, and when. */
function tap(name: string): sockets.Socket {
  const copies = socket(AF_PACKET, SOCK_RAW, 0)
  copies.attachFilter([
    [0x28, 0, 0, 12], // Load the half-word at 12, the EtherType.
    [0x15, 0, 3, ETH_P_IP], // Not IPv4? Skip 3.
    [0x30, 0, 0, 23], // Load the byte at 23, the protocol.
    [0x15, 0, 1, IPPROTO_ICMP], // Not ICMP? Skip 1.
    [0x06, 0, 0, KEPT], // Keep so many bytes.
    [0x06, 0, 0, 0], // Keep nothing.
  ])
  copies.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
  copies.setsockopt(SOL_SOCKET, SO_TIMESTAMPNS, 1)
  copies.bind(name, ETH_P_ALL)
  return copies
}

/** Writes what the tap has seen as a capture file. */
function save(file: string): void {
  // Magic number of files with nanoseconds, version 2.4, two unused fields, longest record, 1 for Ethernet.
  const parts = [words(0xa1b23c4d, 0x0004_0002, 0, 0, KEPT, 1)]
  let frames = 0
  for (let frame = packets.recvmsg(KEPT); frame; frame = packets.recvmsg(KEPT)) {
    const { seconds = 0, nanoseconds = 0 } = frame.control.find(({ timestamp }) => timestamp)?.timestamp ?? {}
    const length = frame.control.find(({ packet }) => packet)?.packet?.length ?? frame.bytes.length
    count(Buffer.from(frame.bytes))
    parts.push(words(seconds, nanoseconds, frame.bytes.length, length), Buffer.from(frame.bytes))
    frames++
  }
  writeFileSync(file, Buffer.concat(parts))
  const [, dropped] = new Uint32Array(packets.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8).buffer)
  console.log(`${file}: ${frames} frames, ${dropped} dropped`)
  for (const [name, { fragments, bytes, end }] of datagrams)
    console.log(`${name}: ${fragments} fragments, ${bytes} of ${end ?? 'unknown'} bytes`)
  packets.close()
}

/** Adds a fragment to its datagram, which source, destination, protocol and identification name together. */
function count(frame: Buffer): void {
  const ip = frame.subarray(14)
  const [hasMore, start] = [(ip[6]! & 0x20) !== 0, 8 * (ip.readUInt16BE(6) & 0x1fff)]
  if (start === 0 && !hasMore) return
  const [source, destination] = [ip.subarray(12, 16).join('.'), ip.subarray(16, 20).join('.')]
  const name = `${source} > ${destination}, protocol ${ip[9]}, id ${ip.readUInt16BE(4)}`
  const datagram = datagrams.get(name) ?? { fragments: 0, bytes: 0, end: null }
  const length = ip.readUInt16BE(2) - 4 * (ip[0]! & 15)
  datagram.fragments++
  datagram.bytes += length
  if (!hasMore) datagram.end = start + length
  datagrams.set(name, datagram)
}

/** Numbers of four bytes, the lowest byte first. */
function words(...numbers: number[]): Buffer {
  return Buffer.concat(numbers.map((number) => Buffer.from([number, number >>> 8, number >>> 16, number >>> 24])))
}

/** Tries the ports from the first to the last, as in `8000-8004`, a few at a time, and prints them in order. */
async function scan(range: string): Promise<void> {
  const [first = 0, last = first] = range.split('-').map(Number)
  const outcomes = new Map<number, string>()
  let next = first
  const worker = async () => {
    for (let port = next++; port <= last; port = next++) outcomes.set(port, await stateOf(port))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  for (let port = first; port <= last; port++) console.log(`port ${port}: ${outcomes.get(port)}`)
}

/** Silence may be a lost packet, and is tried again. An answer is not. */
async function stateOf(port: number): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const code = await connectionTo(port)
    if (code === 'OK') return 'open'
    if (code === 'ECONNREFUSED') return 'closed'
    if (code !== 'ETIMEDOUT') return `filtered, ${code}`
  }
  return 'filtered, no answer'
}

/** OK, or the code of the error. */
function connectionTo(port: number): Promise<string> {
  return new Promise((resolve) => {
    const tcp = connect({ host: address, port, timeout: CONNECT_MS })
    const done = (code: string) => {
      tcp.destroy()
      resolve(code)
    }
    tcp.on('connect', () => done('OK'))
    tcp.on('timeout', () => done('ETIMEDOUT'))
    tcp.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}

interface Answer {
  type: number
  code: number
  from: string
}

/** The answer to the request with this sequence number. What answers something else doesn't prolong the wait. */
async function answerTo(seq: number, until: number): Promise<Answer | null> {
  while (performance.now() < until) {
    await poll([{ socket: icmp, events: POLLIN }], Math.ceil(until - performance.now()))
    for (let packet = icmp.recvfrom(2_048); packet; packet = icmp.recvfrom(2_048)) {
      const message = behindHeader(Buffer.from(packet.bytes))
      const echo = echoIn(message, packet.address)
      if (echo && echo.length >= 8 && echo.readUInt16BE(4) === id && echo.readUInt16BE(6) === seq)
        return { type: message[0]!, code: message[1]!, from: packet.address }
    }
  }
  return null
}

/** The echo reply of our target that this is, or the echo request to it that it quotes. */
function echoIn(message: Buffer, from: string): Buffer | null {
  if (message[0] === ECHO_REPLY) return from === address ? message : null
  if (message[0] !== UNREACHABLE && message[0] !== TIME_EXCEEDED) return null
  const quoted = message.subarray(8)
  const echo = behindHeader(quoted)
  return quoted.subarray(16, 20).join('.') === address && echo[0] === ECHO_REQUEST ? echo : null
}

/** What follows an IPv4 header, whose length is in its own first byte. */
function behindHeader(packet: Buffer): Buffer {
  return packet.subarray(4 * ((packet[0] ?? 0) & 15))
}

/** An ICMP message: type, code, checksum, id, sequence number, data (RFC 792). */
function echoRequest(id: number, seq: number, size: number): Buffer {
  const message = Buffer.alloc(8 + size, 'HELLO')
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
