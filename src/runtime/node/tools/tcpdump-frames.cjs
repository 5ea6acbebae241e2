/** Ethernet frames and IP packets, as far as tcpdump's lines and filters need them. */
'use strict'

const ETHERNET = 14
const TYPES = { 2054: 'arp', 2048: 'ip', 34525: 'ip6' }

const macAt = (bytes, at) =>
  bytes
    .subarray(at, at + 6)
    .toString('hex')
    .match(/../g)
    .join(':')

/** The longest run of zero groups becomes `::` (RFC 5952). */
function shortened(groups) {
  let best = { at: -1, length: 1 }
  for (let at = 0; at < groups.length; at++) {
    let length = 0
    while (groups[at + length] === 0) length++
    if (length > best.length) best = { at, length }
  }
  const text = (from, to) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  return best.at < 0 ? text(0) : `${text(0, best.at)}::${text(best.at + best.length)}`
}

function addressAt(bytes, at, version) {
  if (version === 4) return [...bytes.subarray(at, at + 4)].join('.')
  return shortened(Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(at + 2 * i)))
}

function packetV4(bytes) {
  if (bytes.length < 20) return null
  const header = (bytes[0] & 15) * 4
  const total = bytes.readUInt16BE(2)
  return {
    version: 4,
    from: addressAt(bytes, 12, 4),
    to: addressAt(bytes, 16, 4),
    protocol: bytes[9],
    fragment: (bytes.readUInt16BE(6) & 0x1fff) * 8,
    header,
    bytes: bytes.subarray(header, total),
    length: total - header,
  }
}

function packetV6(bytes) {
  if (bytes.length < 40) return null
  const packet = { version: 6, from: addressAt(bytes, 8, 6), to: addressAt(bytes, 24, 6), fragment: 0, options: '' }
  let protocol = bytes[6]
  let at = 40
  const end = Math.min(40 + bytes.readUInt16BE(4), bytes.length)
  if (protocol === 0 && at + 8 <= end) {
    packet.options = 'HBH '
    protocol = bytes[at]
    at += 8 + bytes[at + 1] * 8
  }
  if (protocol === 44 && at + 8 <= end) {
    Object.assign(packet, { isFragment: true, fragment: bytes.readUInt16BE(at + 2) & 0xfff8 })
    protocol = bytes[at]
    at += 8
  }
  return { ...packet, protocol, header: at, bytes: bytes.subarray(at, end), length: 40 + bytes.readUInt16BE(4) - at }
}

/** Reads a frame: `kind`, what it carries, and its packet; null for one that is cut off. */
function frameIn(bytes) {
  const type = bytes.length < ETHERNET ? 0 : bytes.readUInt16BE(12)
  const kind = TYPES[type] ?? 'other'
  const payload = bytes.subarray(ETHERNET)
  const packet = kind === 'ip' ? packetV4(payload) : kind === 'ip6' ? packetV6(payload) : null
  return { bytes, type, kind, payload, payloadLength: payload.length, packet }
}

module.exports = { addressAt, frameIn, macAt }
