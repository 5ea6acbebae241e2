/** A line for each packet, in the words of tcpdump without `-v`. */
'use strict'
const { dnsText } = require('./tcpdump-dns.cjs')
const { addressAt, macAt } = require('./tcpdump-frames.cjs')

const FLAGS = 'FSRP.UEW'
const METHODS =
  /^(GET|PUT|COPY|HEAD|LOCK|MOVE|POLL|POST|BCOPY|BMOVE|MKCOL|TRACE|LABEL|MERGE|DELETE|SEARCH|UNLOCK|REPORT|UPDATE|NOTIFY|BDELETE|CONNECT|OPTIONS|CHECKIN|PROPFIND|CHECKOUT|CCM_POST|SUBSCRIBE|PROPPATCH|BPROPFIND|BPROPPATCH|UNCHECKOUT|MKACTIVITY|MKWORKSPACE|UNSUBSCRIBE|RPC_CONNECT|VERSION-CONTROL|BASELINE-CONTROL|HTTP\/\S*) /
const HTTP_PORTS = [80, 8080, 3128]
const DNS = 53
const UNREACHABLE = {
  0: (to) => `net ${to} unreachable`,
  1: (to) => `host ${to} unreachable`,
  5: (to) => `${to} unreachable - source route failed`,
  6: (to) => `net ${to} unreachable - unknown`,
  7: (to) => `host ${to} unreachable - unknown`,
  8: (to) => `${to} unreachable - source host isolated`,
  9: (to) => `net ${to} unreachable - admin prohibited`,
  10: (to) => `host ${to} unreachable - admin prohibited`,
  11: (to) => `net ${to} unreachable - tos prohibited`,
  12: (to) => `host ${to} unreachable - tos prohibited`,
  13: (to) => `host ${to} unreachable - admin prohibited filter`,
  14: (to) => `host ${to} unreachable - host precedence violation`,
  15: (to) => `host ${to} unreachable - precedence cutoff`,
}
const TRANSPORTS = { 6: 'tcp', 17: 'udp' }
const GROUPS_V6 = { 131: 'report', 132: 'done' }

/** Sequence numbers by conversation: those of its first packet with an ACK, as both ends have them. */
class Conversations {
  constructor(isAbsolute) {
    Object.assign(this, { isAbsolute, known: new Map() })
  }

  /** What to subtract from a segment's numbers: its own first, and the peer's. */
  bases({ from, to, sequence, acknowledged, isSyn }) {
    if (this.isAbsolute) return { shown: [0, 0], sack: 0 }
    const isTurned = from > to
    const key = isTurned ? `${to} ${from}` : `${from} ${to}`
    const known = this.known.get(key)
    if (known === undefined || isSyn) {
      const own = { [from]: sequence, [to]: (acknowledged - 1) >>> 0 }
      this.known.set(key, own)
      return { shown: [0, 0], sack: own[to] }
    }
    return { shown: [known[from], known[to]], sack: known[to] }
  }
}

const minus = (number, base) => (number - base) >>> 0

function optionText(kind, bytes, sack) {
  const at = (offset) => bytes.readUInt32BE(offset)
  if (kind === 2 && bytes.length === 2) return `mss ${bytes.readUInt16BE(0)}`
  if (kind === 3 && bytes.length === 1) return `wscale ${bytes[0]}`
  if (kind === 4) return 'sackOK'
  if (kind === 8 && bytes.length === 8) return `TS val ${at(0)} ecr ${at(4)}`
  if (kind === 5) {
    const blocks = Array.from(
      { length: bytes.length / 8 },
      (_, i) => `{${minus(at(8 * i), sack)}:${minus(at(8 * i + 4), sack)}}`,
    )
    return `sack ${blocks.length} ${blocks.join('')}`
  }
  if (kind === 253 || kind === 254) return `exp-${bytes.toString('hex')}`
  return `unknown-${kind}${bytes.length > 0 ? ` 0x${bytes.toString('hex')}` : ''}`
}

function optionsText(bytes, sack) {
  const found = []
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at]
    if (kind <= 1) {
      found.push(kind === 1 ? 'nop' : 'eol')
      if (kind === 0) break
      at++
      continue
    }
    const length = bytes[at + 1] ?? 0
    if (length < 2 || at + length > bytes.length) break
    found.push(optionText(kind, bytes.subarray(at + 2, at + length), sack))
    at += length
  }
  return found.length > 0 ? `, options [${found.join(',')}]` : ''
}

function httpText(data) {
  const text = data.toString('latin1')
  return METHODS.test(text) ? `: HTTP: ${/^[^\r\n]*/.exec(text)[0]}` : ': HTTP'
}

function tcpData(data, { source, target }) {
  const ports = [source, target]
  if (ports.some((port) => HTTP_PORTS.includes(port))) return httpText(data)
  if (ports.includes(DNS) && data.length > 2 && data.readUInt16BE(0) <= data.length - 2)
    return ` ${dnsText(data.subarray(2, 2 + data.readUInt16BE(0)))}`
  return ''
}

function tcpText(packet, conversations) {
  const { bytes, from, to } = packet
  if (bytes.length < 4) return `${from} > ${to}:  [|tcp]`
  const [source, target] = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)]
  if (bytes.length < 20) return `${from}.${source} > ${to}.${target}:  [|tcp]`
  const [sequence, acknowledged, bits] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8), bytes[13]]
  const header = (bytes[12] >> 4) * 4
  const length = packet.length - header
  const has = (bit) => (bits & bit) !== 0
  const ends = { from: `${from}.${source}`, to: `${to}.${target}` }
  const { shown, sack } = has(16)
    ? conversations.bases({ ...ends, sequence, acknowledged, isSyn: has(2) })
    : { shown: [0, 0], sack: 0 }
  const first = minus(sequence, shown[0])
  const flags = [...FLAGS].filter((_, i) => has(1 << i)).join('') || 'none'
  const data = bytes.subarray(header)
  const isNumbered = length > 0 || has(7)
  return [
    `${ends.from} > ${ends.to}: Flags [${flags}]`,
    isNumbered ? `, seq ${first}${length > 0 ? `:${(first + length) >>> 0}` : ''}` : '',
    has(16) ? `, ack ${minus(acknowledged, shown[1])}` : '',
    `, win ${bytes.readUInt16BE(14)}`,
    has(32) ? `, urg ${bytes.readUInt16BE(18)}` : '',
    optionsText(bytes.subarray(20, header), sack),
    `, length ${length}`,
    data.length > 0 && !has(4) ? tcpData(data, { source, target }) : '',
  ].join('')
}

function udpText({ bytes, from, to }) {
  if (bytes.length < 8) return `${from} > ${to}:  [|udp]`
  const [source, target] = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)]
  const length = bytes.readUInt16BE(4) - 8
  const start = `${from}.${source} > ${to}.${target}: `
  if (source === DNS || target === DNS) return `${start}${dnsText(bytes.subarray(8, 8 + length))}`
  return `${start}UDP, length ${length}`
}

/** The destination of a quoted packet, and what it carried. */
function quotedIn(bytes, version) {
  const header = version === 4 ? (bytes[0] & 15) * 4 : 40
  const to = addressAt(bytes, version === 4 ? 16 : 24, version)
  const protocol = version === 4 ? bytes[9] : bytes[6]
  const port = header + 4 <= bytes.length ? bytes.readUInt16BE(header + 2) : 0
  return { to, protocol, port, source: addressAt(bytes, version === 4 ? 12 : 8, version) }
}

function icmpText({ bytes, length }) {
  if (bytes.length < 8) return 'ICMP [|icmp]'
  const [type, code] = bytes
  const end = `, length ${length}`
  const say = (text) => `ICMP ${text}${end}`
  const numbers = `id ${bytes.readUInt16BE(4)}, seq ${bytes.readUInt16BE(6)}`
  if (type === 8 || type === 0) return say(`echo ${type === 8 ? 'request' : 'reply'}, ${numbers}`)
  if (type === 13 || type === 14)
    return say(`time stamp ${type === 13 ? 'query' : 'reply'} ${numbers.replace(',', '')}`)
  if (type === 4) return say('source quench')
  if (type === 9) return say('router advertisement')
  if (type === 10) return say('router solicitation')
  if (type === 11) return say(code === 0 ? 'time exceeded in-transit' : 'ip reassembly time exceeded')
  if (type === 12) return say(`parameter problem - octet ${bytes[4]}`)
  if ((type !== 3 && type !== 5) || bytes.length < 28) return say(`type-#${type}`)
  const { to, protocol, port } = quotedIn(bytes.subarray(8), 4)
  if (type === 5) return say(`redirect ${to} to ${code % 2 === 0 ? 'net' : 'host'} ${addressAt(bytes, 4, 4)}`)
  if (code === 2) return say(`${to} protocol ${protocol} unreachable`)
  if (code === 3) return say(`${to} ${TRANSPORTS[protocol] ?? `protocol ${protocol}`} port ${port} unreachable`)
  if (code === 4) return say(`${to} unreachable - need to frag (mtu ${bytes.readUInt16BE(6)})`)
  return say(UNREACHABLE[code]?.(to) ?? `${to} unreachable - #${code}`)
}

function unreachableV6(code, bytes) {
  const { to, protocol, port, source } = quotedIn(bytes.subarray(8), 6)
  if (code === 0) return `unreachable route ${to}`
  if (code === 1) return ` unreachable prohibited ${to}`
  if (code === 2) return `beyond scope ${to}, source address ${source}`
  if (code === 3) return `unreachable address ${to}`
  return `unreachable port, ${to} ${TRANSPORTS[protocol] ?? `protocol ${protocol}`} port ${port}`
}

function icmp6Text({ bytes, length }) {
  const [type, code] = bytes
  const say = (text) => `ICMP6, ${text}, length ${length}`
  const address = (at) => addressAt(bytes, at, 6)
  if (type === 128 || type === 129)
    return say(`echo ${type === 128 ? 'request' : 'reply'}, id ${bytes.readUInt16BE(4)}, seq ${bytes.readUInt16BE(6)}`)
  if (type === 133) return say('router solicitation')
  if (type === 134) return say('router advertisement')
  if (type === 135) return say(`neighbor solicitation, who has ${address(8)}`)
  if (type === 136) return say(`neighbor advertisement, tgt is ${address(8)}`)
  if (type === 137) return say(`redirect, ${address(8)} to ${address(24)}`)
  if (type === 1) return say(`destination unreachable, ${unreachableV6(code, bytes)}`)
  if (type === 2) return say(`packet too big, mtu ${bytes.readUInt32BE(4)}`)
  if (type === 3 && code === 0) return say(`time exceeded in-transit for ${quotedIn(bytes.subarray(8), 6).to}`)
  if (type === 3) return say('time exceeded in-transit (reassembly)')
  if (type === 143) return say(`multicast listener report v2, ${bytes.readUInt16BE(6)} group record(s)`)
  if (type === 130 && length >= 28) return say(`multicast listener query v2 [gaddr ${address(8)}]`)
  const what = type === 130 ? 'query' : GROUPS_V6[type]
  if (what) return say(`multicast listener ${what}max resp delay: ${bytes.readUInt16BE(4)} addr: ${address(8)}`)
  return say(`type-#${type}`)
}

function igmpText({ bytes, length }) {
  const group = addressAt(bytes, 4, 4)
  const asked = group === '0.0.0.0' ? '' : ` [gaddr ${group}]`
  if (bytes[0] === 0x11) return `igmp query v${length >= 12 ? 3 : bytes[1] === 0 ? 1 : 2}${asked}`
  if (bytes[0] === 0x12) return `igmp v1 report ${group}`
  if (bytes[0] === 0x16) return `igmp v2 report ${group}`
  if (bytes[0] === 0x17) return `igmp leave ${group}`
  return bytes[0] === 0x22 ? `igmp v3 report, ${bytes.readUInt16BE(6)} group record(s)` : `igmp-${bytes[0]}`
}

function arpText(bytes, length) {
  if (bytes.length < 28) return 'ARP,  [|arp]'
  const operation = bytes.readUInt16BE(6)
  const [from, to] = [addressAt(bytes, 14, 4), addressAt(bytes, 24, 4)]
  const target = macAt(bytes, 18)
  const known = target === '00:00:00:00:00:00' ? '' : ` (${target})`
  if (operation === 1) return `ARP, Request who-has ${to}${known} tell ${from}, length ${length}`
  if (operation === 2) return `ARP, Reply ${from} is-at ${macAt(bytes, 8)}, length ${length}`
  return `ARP, Unknown (${operation}), length ${length}`
}

function carriedText(packet, conversations) {
  const { protocol, from, to } = packet
  if (protocol === 6) return tcpText(packet, conversations)
  if (protocol === 17) return udpText(packet)
  const start = `${from} > ${to}: `
  if (protocol === 1 && packet.version === 4) return `${start}${icmpText(packet)}`
  if (protocol === 58 && packet.version === 6) return `${start}${packet.options}${icmp6Text(packet)}`
  if (protocol === 2) return `${start}${igmpText(packet)}`
  if (protocol === 59) return `${start}no next header`
  return `${start} ip-proto-${protocol} ${packet.length}`
}

function fragmentText(packet) {
  const { from, to, fragment, length, protocol, version, bytes } = packet
  if (version === 4) return `${from} > ${to}: ip-proto-${protocol}`
  const first = `${from} > ${to}: frag (${fragment}|${length})`
  if (fragment > 0 || protocol !== 17) return first
  return `${first} ${bytes.readUInt16BE(0)} > ${bytes.readUInt16BE(2)}: UDP, length ${bytes.readUInt16BE(4) - 8}`
}

/** The text of a frame that `frameIn` has read; null for an EtherType that isn't known. */
function packetText(frame, conversations) {
  const { kind, packet, payload, payloadLength } = frame
  if (kind === 'arp') return arpText(payload, payloadLength)
  if (kind === 'other') return null
  const name = kind === 'ip' ? 'IP' : 'IP6'
  if (packet === null) return `${name}  [|${kind}]`
  const isPart = packet.fragment > 0 || (packet.version === 6 && packet.isFragment)
  return `${name} ${isPart ? fragmentText(packet) : carriedText(packet, conversations)}`
}

module.exports = { Conversations, packetText }
