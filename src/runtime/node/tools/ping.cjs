/** ping(8) of iputils: echo requests to a host, by raw sockets (`ackademy:sockets`), over IPv4 and IPv6. */
'use strict'
const { isIP } = require('node:net')
const { lookup } = require('node:dns/promises')
const s = require('ackademy:sockets')
const { Refusal, complain, main, print, readOptions } = require('./support.cjs')

const HEADER = 8
/** A payload begins with the time of sending (struct timeval) if it has room for it; otherwise no times are shown. */
const TIMEVAL = 16
const MODES = { do: s.IP_PMTUDISC_DO, want: s.IP_PMTUDISC_WANT, dont: s.IP_PMTUDISC_DONT }
const [MOST_COUNT, MOST_SIZE] = ['9223372036854775807', 2_147_483_647]
/** Types of RFC 792 and RFC 4443. */
const V4 = {
  request: 8,
  reply: 0,
  unreachable: 3,
  exceeded: 11,
  quoted: (bytes, at) => at + 8 + (bytes[at + 8] & 15) * 4,
}
const V6 = { request: 128, reply: 129, unreachable: 1, tooBig: 2, exceeded: 3, quoted: (_, at) => at + 8 + 40 }
const UNREACHABLE_V4 = {
  0: 'Destination Net Unreachable',
  1: 'Destination Host Unreachable',
  2: 'Destination Protocol Unreachable',
  3: 'Destination Port Unreachable',
  9: 'Destination Net Prohibited',
  10: 'Destination Host Prohibited',
  13: 'Packet filtered',
}
const UNREACHABLE_V6 = {
  0: 'No route',
  1: 'Administratively prohibited',
  2: 'Beyond scope of source address',
  3: 'Address unreachable',
  4: 'Port unreachable',
}
const CONNECT = { ENETUNREACH: 'Network is unreachable', EACCES: 'Permission denied', EINVAL: 'Invalid argument' }

const wrong = (text, status = 2) => new Refusal(text, status)
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000

function whole(text, least, most) {
  if (!/^-?\d+$/.test(text)) throw wrong(`invalid argument: '${text}'`, 1)
  const number = BigInt(text)
  if (number < BigInt(least) || number > BigInt(most))
    throw wrong(`invalid argument: '${text}': out of range: ${least} <= value <= ${most}`, 1)
  return Number(number)
}

function seconds(text, what) {
  if (!/^\d*\.?\d+$/.test(text)) throw wrong(`${what}: ${text}`, 1)
  return Number(text) * 1000
}

function settingsOf(args) {
  const options = readOptions(args, '46nqc:i:s:t:W:w:M:', {}, (text) => wrong(text))
  const { has, last, operands } = options
  const given = (letter, read) => (has(letter) ? read(last(letter)) : undefined)
  const mode = last('M')
  if (mode !== undefined && !Object.hasOwn(MODES, mode)) throw wrong(`invalid -M argument: ${mode}`)
  const settings = {
    count: given('c', (text) => whole(text, 1, MOST_COUNT)) ?? Number.POSITIVE_INFINITY,
    size: given('s', (text) => whole(text, 0, MOST_SIZE)) ?? 56,
    ttl: given('t', (text) => whole(text, 0, 255)),
    interval: given('i', (text) => seconds(text, 'bad timing interval')) ?? 1000,
    linger: given('W', (text) => seconds(text, 'bad linger time')) ?? 10_000,
    deadline: given('w', (text) => seconds(text, 'bad deadline')) ?? Number.POSITIVE_INFINITY,
    mode: mode === undefined ? undefined : MODES[mode],
    family: has('6') ? 6 : has('4') ? 4 : 0,
    numeric: has('n'),
    quiet: has('q'),
  }
  if (operands.length === 0) throw wrong('usage error: Destination address required', 1)
  return { ...settings, target: operands.at(-1) }
}

async function addressOf({ target, family }) {
  if (isIP(target)) {
    if (family !== 0 && isIP(target) !== family) throw wrong(`${target}: Address family for hostname not supported`)
    return target
  }
  try {
    return (await lookup(target, { family })).address
  } catch ({ code }) {
    const why = code === 'EAI_AGAIN' ? 'Temporary failure in name resolution' : 'Name or service not known'
    throw wrong(`${target}: ${why}`)
  }
}

function checksum(bytes) {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes[i] * 256 + (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  return ~sum & 0xffff
}

/** The request; the kernel fills in the checksum of ICMPv6 (RFC 3542 §3.1). */
function requestOf(kind, id, sequence, size) {
  const bytes = Buffer.alloc(HEADER + size)
  for (let i = 0; i < size; i++) bytes[HEADER + i] = i & 0xff
  bytes[0] = kind.request
  bytes.writeUInt16BE(id, 4)
  bytes.writeUInt16BE(sequence & 0xffff, 6)
  if (kind === V4) bytes.writeUInt16BE(checksum(bytes), 2)
  return bytes
}

/** The socket, with its options. */
function openSocket({ mode, ttl }, version, address) {
  const isV4 = version === 4
  const socket = isV4
    ? s.socket(s.AF_INET, s.SOCK_RAW, s.IPPROTO_ICMP)
    : s.socket(s.AF_INET6, s.SOCK_RAW, s.IPPROTO_ICMPV6)
  const level = isV4 ? s.IPPROTO_IP : s.IPPROTO_IPV6
  socket.setsockopt(level, isV4 ? s.IP_RECVTTL : s.IPV6_RECVHOPLIMIT, 1)
  if (mode !== undefined) socket.setsockopt(level, isV4 ? s.IP_MTU_DISCOVER : s.IPV6_MTU_DISCOVER, mode)
  if (ttl !== undefined && ttl > 0) socket.setsockopt(level, isV4 ? s.IP_TTL : s.IPV6_UNICAST_HOPS, ttl)
  try {
    // As ping does first: a datagram socket learns whether there is a way, without a packet.
    const probe = s.socket(isV4 ? s.AF_INET : s.AF_INET6, s.SOCK_DGRAM)
    probe.connect(address, 1025)
    probe.close()
  } catch ({ code }) {
    throw wrong(`connect: ${CONNECT[code] ?? code}`)
  }
  return socket
}

/** The MTU of the way to an address, as its route has it now (ip(7), IP_MTU). */
function mtuTo(kind, address) {
  const isV4 = kind === V4
  const probe = s.socket(isV4 ? s.AF_INET : s.AF_INET6, s.SOCK_DGRAM)
  probe.connect(address, 1025)
  const mtu = probe.getsockopt(isV4 ? s.IPPROTO_IP : s.IPPROTO_IPV6, isV4 ? s.IP_MTU : s.IPV6_MTU)
  probe.close()
  return mtu
}

/** What a message says about one of our requests; null for any other. */
function read(kind, id, { bytes, control }) {
  const start = kind === V4 ? (bytes[0] & 15) * 4 : 0
  const [type, code] = [bytes[start], bytes[start + 1]]
  const idAt = (at) => bytes[at + 4] * 256 + bytes[at + 5]
  const sequenceAt = (at) => bytes[at + 6] * 256 + bytes[at + 7]
  if (type === kind.reply) {
    if (idAt(start) !== id) return null
    const hops = kind === V4 ? bytes[8] : (control.find(({ type }) => type === s.IPV6_HOPLIMIT)?.value ?? 0)
    return { isReply: true, sequence: sequenceAt(start), length: bytes.length - start, hops }
  }
  const quoted = kind.quoted(bytes, start)
  if (type === kind.request || quoted + 8 > bytes.length || bytes[quoted] !== kind.request || idAt(quoted) !== id)
    return null
  return { isReply: false, sequence: sequenceAt(quoted), text: errorText(kind, type, code, Buffer.from(bytes), start) }
}

function errorText(kind, type, code, bytes, start) {
  if (type === kind.exceeded && code === 0) return kind === V4 ? 'Time to live exceeded' : 'Time exceeded: Hop limit'
  if (type === kind.tooBig) return `Packet too big: mtu=${bytes.readUInt32BE(start + 4)}`
  if (type !== kind.unreachable) return `Bad ICMP type: ${type}`
  if (kind === V6) return `Destination unreachable: ${UNREACHABLE_V6[code] ?? `Unknown code ${code}`}`
  if (code === 4) return `Frag needed and DF set (mtu = ${bytes.readUInt16BE(start + 6)})`
  return UNREACHABLE_V4[code] ?? `Dest Unreachable, Bad Code: ${code}`
}

/** Four figures at most, as iputils rounds them. */
function timeText(ms) {
  const us = Math.floor(ms * 1000 + 1e-6)
  const digits = us >= 99_950 ? 0 : us >= 9_995 ? 1 : us >= 1_000 ? 2 : 3
  return `${(us / 1000).toFixed(digits)} ms`
}

function summary(target, { sent, received, repeated, errors, times, elapsed }) {
  const loss = Number((((sent - received) * 100) / Math.max(sent, 1)).toPrecision(6))
  const counts = `${sent} packets transmitted, ${received} received${repeated > 0 ? `, +${repeated} duplicates` : ''}${errors > 0 ? `, +${errors} errors` : ''}`
  const lines = [
    '',
    `--- ${target} ping statistics ---`,
    `${counts}, ${loss}% packet loss, time ${Math.floor(elapsed)}ms`,
  ]
  if (times.length === 0) return [...lines, '']
  const average = times.reduce((sum, one) => sum + one, 0) / times.length
  const square = times.reduce((sum, one) => sum + one * one, 0) / times.length
  const deviation = Math.sqrt(Math.max(0, square - average * average))
  const figures = [Math.min(...times), average, Math.max(...times), deviation].map((one) => one.toFixed(3))
  return [...lines, `rtt min/avg/max/mdev = ${figures.join('/')} ms`]
}

/** Requests on their way and what came back. */
class Session {
  constructor(settings, address, socket, kind) {
    Object.assign(this, { settings, address, socket, kind })
    this.id = process.pid & 0xffff
    this.sentAt = new Map()
    this.answered = new Set()
    this.counts = { sent: 0, received: 0, repeated: 0, errors: 0, times: [], elapsed: 0 }
    this.began = now()
  }

  send() {
    const sequence = ++this.counts.sent
    this.sentAt.set(sequence & 0xffff, now())
    this.counts.elapsed = now() - this.began
    try {
      this.socket.sendto(requestOf(this.kind, this.id, sequence, this.settings.size), this.address)
    } catch ({ code }) {
      this.counts.errors++
      if (code === 'EMSGSIZE') complain(`ping: local error: message too long, mtu=${mtuTo(this.kind, this.address)}`)
      else complain(`ping: sendmsg: ${CONNECT[code] ?? code}`)
    }
  }

  take(message) {
    const found = read(this.kind, this.id, message)
    if (found === null) return
    const { counts, settings } = this
    const line = (text) => settings.quiet || print(`${text}\n`)
    if (!found.isReply) {
      counts.errors++
      line(`From ${message.address} icmp_seq=${found.sequence} ${found.text}`)
      return
    }
    const isRepeated = this.answered.has(found.sequence)
    this.answered.add(found.sequence)
    const ms = now() - this.sentAt.get(found.sequence)
    if (isRepeated) counts.repeated++
    else counts.received++
    counts.elapsed = now() - this.began
    const isTimed = settings.size >= TIMEVAL
    if (isTimed) counts.times.push(ms)
    const name = isIP(settings.target) || settings.numeric ? message.address : `${settings.target} (${message.address})`
    const time = isTimed ? ` time=${timeText(ms)}` : ''
    line(
      `${found.length} bytes from ${name}: icmp_seq=${found.sequence} ttl=${found.hops}${time}${isRepeated ? ' (DUP!)' : ''}`,
    )
  }

  /** How long to wait behind the last request: twice the longest time, or `-W` if nothing came. */
  get patience() {
    const { times, received } = this.counts
    return received > 0 ? Math.max(2 * Math.max(0, ...times), this.settings.interval) : this.settings.linger
  }

  async run(isStopped) {
    const { settings, counts } = this
    const end = this.began + settings.deadline
    for (let next = this.began; !isStopped() && now() < end; ) {
      if (counts.received + counts.errors >= settings.count) return
      if (counts.sent < settings.count && now() >= next) {
        this.send()
        next += settings.interval
        continue
      }
      const until = Math.min(end, counts.sent < settings.count ? next : next - settings.interval + this.patience)
      if (counts.sent >= settings.count && now() >= until) return
      await s.poll([{ socket: this.socket, events: s.POLLIN }], Math.max(0, Math.ceil(until - now())))
      for (let message = this.socket.recvmsg(65_536); message; message = this.socket.recvmsg(65_536)) this.take(message)
    }
  }
}

main('ping', async (args) => {
  const settings = settingsOf(args)
  const { target, size, count, deadline } = settings
  const address = await addressOf(settings)
  const version = isIP(address)
  const socket = openSocket(settings, version, address)
  let stopped = false
  process.on('SIGINT', () => {
    stopped = true
  })
  print(
    version === 4
      ? `PING ${target} (${address}) ${size}(${size + 28}) bytes of data.\n`
      : `PING ${target}(${target === address ? '' : `${target} (`}${address}${target === address ? '' : ')'}) ${size} data bytes\n`,
  )
  const session = new Session(settings, address, socket, version === 4 ? V4 : V6)
  await session.run(() => stopped)
  socket.close()
  const { counts } = session
  print(`${summary(target, counts).join('\n')}\n`)
  const isShort = deadline < Number.POSITIVE_INFINITY && count < Number.POSITIVE_INFINITY && counts.received < count
  return counts.received === 0 || isShort ? 1 : 0
})
