/** traceroute's probes: what is sent, and what an answer says. */
'use strict'
const s = require('ackademy:sockets')
const { Refusal } = require('./support.cjs')

const HEADER = 8
const FIRST_PORT = 33_434
const LARGEST = 65_535
/** Codes of "destination unreachable" (RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3.1); none for a port: the destination is reached. */
const UNREACHABLE = {
  4: {
    0: '!N',
    1: '!H',
    2: '!P',
    3: '',
    5: '!S',
    6: '!N',
    7: '!H',
    8: '!N',
    9: '!X',
    10: '!X',
    11: '!N',
    12: '!H',
    13: '!X',
    14: '!V',
    15: '!C',
  },
  6: { 0: '!N', 1: '!X', 2: '!H', 3: '!H', 4: '', 5: '!S', 6: '!X' },
}
const TYPES = {
  4: { request: 8, reply: 0, unreachable: 3, exceeded: 11 },
  6: { request: 128, reply: 129, unreachable: 1, tooBig: 2, exceeded: 3 },
}

const now = () => Number(process.hrtime.bigint()) / 1e6

/** What an ICMP error means: how it is marked, and whether the way ends there. `info`: the MTU it names. */
function meaningOf(version, { type, code, info }) {
  const types = TYPES[version]
  if (type === types.exceeded && code === 0) return { text: '', isFinal: false }
  if (type === types.tooBig || (version === 4 && type === types.unreachable && code === 4))
    return { text: `!F-${info}`, isFinal: true }
  const known = type === types.unreachable ? (UNREACHABLE[version][code] ?? `!<${code}>`) : `!<${type}-${code}>`
  return { text: known, isFinal: true }
}

/** The bytes that probes carry: `@ABC…`, over and over. */
const dataOf = (size) => Uint8Array.from({ length: size }, (_, i) => 0x40 + (i & 0x3f))

function prepare(socket, { version, whole }) {
  const isFour = version === 4
  const level = isFour ? s.IPPROTO_IP : s.IPPROTO_IPV6
  const mode = whole ? s.IP_PMTUDISC_PROBE : s.IP_PMTUDISC_DONT
  socket.setsockopt(level, isFour ? s.IP_MTU_DISCOVER : s.IPV6_MTU_DISCOVER, mode)
  return (ttl) => socket.setsockopt(level, isFour ? s.IP_TTL : s.IPV6_UNICAST_HOPS, ttl)
}

/** Each probe from a socket of its own, to the next port; its errors come from the socket's error queue. */
class UdpProbes {
  constructor(settings) {
    this.settings = settings
    this.port = settings.p || FIRST_PORT
    this.data = dataOf(settings.data)
  }

  send(probe) {
    const { version, address } = this.settings
    const isFour = version === 4
    const socket = s.socket(isFour ? s.AF_INET : s.AF_INET6, s.SOCK_DGRAM)
    prepare(socket, this.settings)(probe.ttl)
    socket.setsockopt(isFour ? s.IPPROTO_IP : s.IPPROTO_IPV6, isFour ? s.IP_RECVERR : s.IPV6_RECVERR, 1)
    socket.connect(address, this.port++ & LARGEST)
    probe.socket = socket
    probe.sent = now()
    try {
      socket.send(this.data)
    } catch {
      // The error queue says why.
    }
  }

  sockets(open) {
    return open.map(({ socket }) => socket)
  }

  *answers(open) {
    const { version, address } = this.settings
    for (const probe of open) {
      const error = probe.socket.recvmsg(LARGEST, s.MSG_ERRQUEUE)?.control.find((one) => one.error)?.error
      if (error?.offender === null) yield { probe, text: `!F-${error.info}`, isFinal: true }
      else if (error) yield { probe, address: error.offender, ...meaningOf(version, error) }
      else if (replied(probe.socket)) yield { probe, address, text: '', isFinal: true }
    }
  }

  release(probe) {
    probe.socket.close()
  }
}

function replied(socket) {
  try {
    return socket.recvfrom(LARGEST) !== null
  } catch {
    return false
  }
}

function checksum(bytes) {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i] * 256 + (bytes[i + 1] ?? 0)
  while (sum > LARGEST) sum = (sum & LARGEST) + (sum >> 16)
  return ~sum & LARGEST
}

/** The MTU of the way to an address (ip(7), IP_MTU). */
function mtuTo({ version, address }) {
  const isFour = version === 4
  const probe = s.socket(isFour ? s.AF_INET : s.AF_INET6, s.SOCK_DGRAM)
  probe.connect(address, FIRST_PORT)
  const mtu = probe.getsockopt(isFour ? s.IPPROTO_IP : s.IPPROTO_IPV6, isFour ? s.IP_MTU : s.IPV6_MTU)
  probe.close()
  return mtu
}

/** Echo requests, all from one raw socket, told apart by their sequence numbers. */
class EchoProbes {
  constructor(settings) {
    const isFour = settings.version === 4
    this.settings = settings
    this.socket = isFour
      ? s.socket(s.AF_INET, s.SOCK_RAW, s.IPPROTO_ICMP)
      : s.socket(s.AF_INET6, s.SOCK_RAW, s.IPPROTO_ICMPV6)
    this.setTtl = prepare(this.socket, settings)
    this.sequence = settings.p || 1
    this.id = process.pid & LARGEST
    this.data = dataOf(settings.data)
    /** Probes that don't fit the link. */
    this.tooLarge = []
  }

  send(probe) {
    const { version, address } = this.settings
    const bytes = Buffer.alloc(HEADER + this.data.length)
    probe.sequence = this.sequence++ & LARGEST
    bytes[0] = TYPES[version].request
    bytes.writeUInt16BE(this.id, 4)
    bytes.writeUInt16BE(probe.sequence, 6)
    bytes.set(this.data, HEADER)
    // The kernel fills in the checksum of ICMPv6 (RFC 3542 §3.1).
    if (version === 4) bytes.writeUInt16BE(checksum(bytes), 2)
    this.setTtl(probe.ttl)
    probe.sent = now()
    try {
      this.socket.sendto(bytes, address)
    } catch ({ code }) {
      if (code !== 'EMSGSIZE') throw new Refusal(`\nsend: ${code}`, 1)
      this.tooLarge.push(probe)
    }
  }

  sockets() {
    return [this.socket]
  }

  *answers(open) {
    for (const probe of this.tooLarge.splice(0)) yield { probe, text: `!F-${mtuTo(this.settings)}`, isFinal: true }
    for (let message = this.socket.recvmsg(LARGEST); message; message = this.socket.recvmsg(LARGEST)) {
      const found = this.read(Buffer.from(message.bytes))
      const probe = found && open.find(({ sequence, isDone }) => sequence === found.sequence && !isDone)
      if (probe) yield { probe, address: message.address, text: found.text, isFinal: found.isFinal }
    }
  }

  /** What a message says about one of the requests; null for any other. */
  read(bytes) {
    const { version } = this.settings
    const types = TYPES[version]
    const start = version === 4 ? (bytes[0] & 15) * 4 : 0
    const isOurs = (at) => at + HEADER <= bytes.length && bytes.readUInt16BE(at + 4) === this.id
    if (bytes[start] === types.reply && isOurs(start))
      return { sequence: bytes.readUInt16BE(start + 6), text: '', isFinal: true }
    const quoted = start + HEADER + (version === 4 ? (bytes[start + HEADER] & 15) * 4 : 40)
    if (bytes[start] === types.request || bytes[quoted] !== types.request || !isOurs(quoted)) return null
    const info = version === 4 ? bytes.readUInt16BE(start + 6) : bytes.readUInt32BE(start + 4)
    const meaning = meaningOf(version, { type: bytes[start], code: bytes[start + 1], info })
    return { sequence: bytes.readUInt16BE(quoted + 6), ...meaning }
  }

  release() {}
}

module.exports = { EchoProbes, UdpProbes }
