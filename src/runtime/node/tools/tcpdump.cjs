/** tcpdump(8): packets of an interface (a packet socket) or a file, a line for each; to a file with -w. Addresses and ports are always numbers. */
'use strict'
const { openSync, readFileSync, writeSync } = require('node:fs')
const { lookup } = require('node:dns/promises')
const s = require('ackademy:sockets')
const { FilterProblem, filterOf, namesIn } = require('./tcpdump-filter.cjs')
const { frameIn, macAt } = require('./tcpdump-frames.cjs')
const { Conversations, packetText } = require('./tcpdump-packets.cjs')
const { Refusal, complain, main, messageOf, print, readOptions } = require('./support.cjs')

const SNAPSHOT = 262_144
const [MICROSECONDS, NANOSECONDS] = [0xa1b2c3d4, 0xa1b23c4d]
const [FILE_HEADER, RECORD_HEADER] = [24, 16]
const ETHERTYPES = { arp: 'ARP', ip: 'IPv4', ip6: 'IPv6' }
const LINK = 'link-type EN10MB (Ethernet)'
const COOKED = 'link-type LINUX_SLL2 (Linux cooked v2)'

const wrong = (text) => new Refusal(text, 1)
const two = (number) => `${number}`.padStart(2, '0')

function timeText({ seconds, micros }, style) {
  const fraction = `${micros}`.padStart(6, '0')
  if (style === 1) return ''
  if (style === 2) return `${seconds}.${fraction} `
  const date = new Date(seconds * 1000)
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = style >= 4 ? `${date.toISOString().slice(0, 10)} ` : ''
  return `${day}${clock}.${fraction} `
}

/** Lines of 16 bytes, as -x and -X print them. */
function dump(bytes, withText) {
  const lines = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const groups = (row.toString('hex').match(/.{1,4}/g) ?? []).map((group) => ` ${group}`).join('')
    const text = [...row].map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`\t0x${at.toString(16).padStart(4, '0')}: ${withText ? `${groups.padEnd(40)}  ${text}` : groups}\n`)
  }
  return lines.join('')
}

/** The text of a packet, other bytes as dots (-A). */
function asText(bytes) {
  const text = bytes.toString('latin1').replace(/\r\n/g, '\n')
  return `${text.replace(/[^\x21-\x7e\t \n]/g, '.')}\n`
}

function frameText(frame, conversations, withLink) {
  const text = packetText(frame, conversations)
  const { bytes, type, kind } = frame
  const hex = `0x${type.toString(16).padStart(4, '0')}`
  const named = `${ETHERTYPES[kind] ?? 'Unknown'} (${hex})`
  const head = `${macAt(bytes, 6)} > ${macAt(bytes, 0)}, ethertype ${named}, length ${bytes.length}: `
  if (text === null) return `${head}\n${dump(frame.payload, true)}`
  return `${withLink ? head + text.replace(/^(IP6?|ARP,) /, '') : text}\n`
}

/** Prints frames, or writes them to a file. */
class Sink {
  constructor({ has, last, given }) {
    const count = (letter) => given.filter(([one]) => one === letter).length
    Object.assign(this, { count: 0, style: count('t'), withLink: has('e'), conversations: new Conversations(has('S')) })
    this.hex = count('x') + count('X')
    this.withText = has('X')
    this.asText = has('A')
    this.fd = has('w') ? openSync(last('w'), 'w') : null
    if (this.fd !== null) writeSync(this.fd, fileHeader())
  }

  take(frame, time, mark = '') {
    this.count++
    if (this.fd !== null) return void writeSync(this.fd, record(frame.bytes, time))
    const lines = [`${timeText(time, this.style)}${mark}${frameText(frame, this.conversations, this.withLink)}`]
    if (this.hex > 0) lines.push(dump(this.hex > 1 ? frame.bytes : frame.payload, this.withText))
    else if (this.asText) lines.push(asText(frame.payload))
    print(lines.join(''))
  }
}

function fileHeader() {
  const bytes = Buffer.alloc(FILE_HEADER)
  bytes.writeUInt32LE(MICROSECONDS, 0)
  bytes.writeUInt16LE(2, 4)
  bytes.writeUInt16LE(4, 6)
  bytes.writeUInt32LE(SNAPSHOT, 16)
  bytes.writeUInt32LE(1, 20)
  return bytes
}

function record(frame, { seconds, micros }) {
  const head = Buffer.alloc(RECORD_HEADER)
  for (const [i, number] of [seconds, micros, frame.length, frame.length].entries()) head.writeUInt32LE(number, 4 * i)
  return Buffer.concat([head, frame])
}

/** The records of a file of libpcap's older format, of either byte order. */
function* recordsOf(bytes) {
  const isLittle = [MICROSECONDS, NANOSECONDS].includes(bytes.readUInt32LE(0))
  const read = (at) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const unit = read(0) === NANOSECONDS ? 1000 : 1
  for (let at = FILE_HEADER; at + RECORD_HEADER <= bytes.length; ) {
    const length = read(at + 8)
    const time = { seconds: read(at), micros: Math.floor(read(at + 4) / unit) }
    yield { time, bytes: bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length) }
    at += RECORD_HEADER + length
  }
}

function contentOf(name) {
  let bytes
  try {
    bytes = readFileSync(name)
  } catch (error) {
    throw wrong(`${name}: ${messageOf(error)}`)
  }
  const magic = bytes.length < FILE_HEADER ? 0 : bytes.readUInt32LE(0)
  const swapped = bytes.length < FILE_HEADER ? 0 : bytes.readUInt32BE(0)
  const isKnown = [MICROSECONDS, NANOSECONDS].some((one) => one === magic || one === swapped)
  if (!isKnown) throw wrong('unknown file format')
  const read = (at) =>
    magic === MICROSECONDS || magic === NANOSECONDS ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
  if (read(20) !== 1) throw wrong(`${name}: link type ${read(20)} is not there, only Ethernet`)
  return { bytes, snapshot: read(16) }
}

async function filterFrom(words) {
  const text = words.join(' ')
  const names = new Map()
  for (const name of namesIn(text)) {
    const found = await lookup(name).catch(() => null)
    if (found) names.set(name, found.address)
  }
  try {
    return filterOf(text, names)
  } catch (error) {
    if (error instanceof FilterProblem) throw wrong(error.message)
    throw error
  }
}

async function readFile(name, words, sink, most) {
  const { bytes, snapshot } = contentOf(name)
  complain(`reading from file ${name}, ${LINK}, snapshot length ${snapshot}`)
  const test = await filterFrom(words)
  for (const { time, bytes: frame } of recordsOf(bytes)) {
    if (sink.count >= most) break
    const found = frameIn(Buffer.from(frame))
    if (test(found)) sink.take(found, time)
  }
}

function openInterface(name, isPromiscuous) {
  const index = name === 'any' ? 0 : s.if_nametoindex(name)
  if (name !== 'any' && index === 0) throw wrong(`${name}: No such device exists\n(No such device exists)`)
  const socket = s.socket(s.AF_PACKET, s.SOCK_RAW, s.ETH_P_ALL)
  if (name !== 'any') {
    socket.bind(name, s.ETH_P_ALL)
    if (isPromiscuous)
      socket.setsockopt(s.SOL_PACKET, s.PACKET_ADD_MEMBERSHIP, s.packetMembership(index, s.PACKET_MR_PROMISC))
  }
  socket.setsockopt(s.SOL_SOCKET, s.SO_TIMESTAMPNS, 1)
  return socket
}

/** Interfaces by their numbers. */
function interfaceNames() {
  const names = new Map()
  for (const name of ['lo', ...Object.keys(require('node:os').networkInterfaces())])
    names.set(s.if_nametoindex(name), name)
  return names
}

function timeOf({ control }) {
  const { seconds, nanoseconds } = control.find(({ timestamp }) => timestamp).timestamp
  return { seconds, micros: Math.floor(nanoseconds / 1000) }
}

async function capture(name, words, sink, most, isPromiscuous) {
  const isAny = name === 'any'
  if (isAny && sink.fd !== null) throw wrong('-w needs an interface: cooked captures are not written here')
  const names = interfaceNames()
  const socket = openInterface(name, isPromiscuous)
  const test = await filterFrom(words)
  if (isAny) complain('tcpdump: data link type LINUX_SLL2')
  const listening = `listening on ${name}, ${isAny ? COOKED : LINK}, snapshot length ${SNAPSHOT} bytes`
  if (sink.fd === null) complain('tcpdump: verbose output suppressed, use -v[v]... for full protocol decode')
  complain(sink.fd === null ? listening : `tcpdump: ${listening}`)
  let stop
  let isStopped = false
  const stopped = new Promise((resolve) => {
    stop = () => {
      isStopped = true
      resolve()
    }
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  while (!isStopped && sink.count < most) {
    await Promise.race([s.poll([{ socket, events: s.POLLIN }]), stopped])
    for (let one = socket.recvmsg(SNAPSHOT); one && sink.count < most; one = socket.recvmsg(SNAPSHOT)) {
      const on = names.get(one.link.interfaceIndex) ?? '?'
      const isOwn = one.link.type === s.PACKET_OUTGOING
      const frame = frameIn(Buffer.from(one.bytes))
      // A packet on lo is seen as it leaves and as it arrives: once is enough.
      if ((isOwn && on === 'lo') || !test(frame)) continue
      sink.take(frame, timeOf(one), isAny ? `${on.padEnd(5)} ${(isOwn ? 'Out' : wayIn(one.link.type)).padEnd(3)} ` : '')
    }
  }
  socket.close()
  const counted = `${sink.count} packet${sink.count === 1 ? '' : 's'}`
  complain(`${counted} captured\n${counted} received by filter\n0 packets dropped by kernel`)
}

const wayIn = (type) =>
  type === s.PACKET_BROADCAST ? 'B' : type === s.PACKET_MULTICAST ? 'M' : type === s.PACKET_OTHERHOST ? 'P' : 'In'

function firstInterface() {
  const [name] = Object.keys(require('node:os').networkInterfaces()).filter((one) => one !== 'lo')
  return name ?? 'lo'
}

main('tcpdump', async (args) => {
  const options = readOptions(args, 'Ac:ei:lnpr:Stw:xXU', {}, (text) => wrong(text))
  const { has, last, operands } = options
  const count = last('c') ?? ''
  if (has('c') && !/^[1-9]\d*$/.test(count)) throw wrong(`invalid packet count ${count}`)
  const most = has('c') ? Number(count) : Number.POSITIVE_INFINITY
  const sink = new Sink(options)
  if (has('r')) await readFile(last('r'), operands, sink, most)
  else await capture(last('i') ?? firstInterface(), operands, sink, most, !has('p'))
  return 0
})
