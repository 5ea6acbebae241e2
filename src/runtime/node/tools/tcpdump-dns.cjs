/** tcpdump's words for DNS messages. */
'use strict'
const TYPES = {
  ...{ 1: 'A', 2: 'NS', 5: 'CNAME', 6: 'SOA', 12: 'PTR', 13: 'HINFO', 15: 'MX', 16: 'TXT', 28: 'AAAA', 33: 'SRV' },
  ...{ 35: 'NAPTR', 41: 'OPT', 43: 'DS', 46: 'RRSIG', 47: 'NSEC', 48: 'DNSKEY', 252: 'AXFR', 255: 'ANY' },
}
const CODES = [
  '',
  ' FormErr',
  ' ServFail',
  ' NXDomain',
  ' NotImp',
  ' Refused',
  ' YXDomain',
  ' YXRRSet',
  ' NXRRSet',
  ' NotAuth',
  ' NotZone',
]
const OPERATIONS = ['', ' inv_q', ' stat', ' op3', ' notify', ' update']
const CLASSES = { 3: ' CHAOS', 255: ' ANY' }
const HEADER = 12
const { addressAt } = require('./tcpdump-frames.cjs')

const typeText = (type) => TYPES[type] ?? `Type${type}`

/** A name from an offset on, and the offset behind it. */
function nameAt(bytes, start) {
  const labels = []
  let end
  let steps = 0
  for (let at = start; at < bytes.length && steps < 128; steps++) {
    const length = bytes[at]
    if (length === 0) {
      end ??= at + 1
      return { name: `${labels.join('.')}.`, end }
    }
    if (length >= 192) {
      end ??= at + 2
      at = ((length & 63) << 8) | (bytes[at + 1] ?? 0)
    } else {
      labels.push(bytes.subarray(at + 1, at + 1 + length).toString('latin1'))
      at += 1 + length
    }
  }
  return { name: '<BAD PTR>', end: end ?? bytes.length }
}

function recordText(bytes, at) {
  const { end } = nameAt(bytes, at)
  if (end + 10 > bytes.length) return { text: '', end: bytes.length }
  const [type, length] = [bytes.readUInt16BE(end), bytes.readUInt16BE(end + 8)]
  const data = end + 10
  const after = data + length
  const name = (from) => nameAt(bytes, from).name
  const kind = ` ${typeText(type)}`
  if (after > bytes.length) return { text: kind, end: bytes.length }
  if (type === 1 && length === 4) return { text: `${kind} ${addressAt(bytes, data, 4)}`, end: after }
  if (type === 28 && length === 16) return { text: `${kind} ${addressAt(bytes, data, 6)}`, end: after }
  if ([2, 5, 12].includes(type)) return { text: `${kind} ${name(data)}`, end: after }
  if (type === 15) return { text: `${kind} ${name(data + 2)} ${bytes.readUInt16BE(data)}`, end: after }
  if (type === 33) {
    const [priority, weight, port] = [0, 2, 4].map((offset) => bytes.readUInt16BE(data + offset))
    return { text: `${kind} ${name(data + 6)}:${port} ${priority} ${weight}`, end: after }
  }
  if (type === 16) {
    const texts = []
    for (let i = data; i < after; i += 1 + bytes[i])
      texts.push(`"${bytes.subarray(i + 1, i + 1 + bytes[i]).toString('latin1')}"`)
    return { text: `${kind} ${texts.join(' ')}`, end: after }
  }
  return { text: kind, end: after }
}

function replyText(bytes, flags, counts) {
  const [questions, answers, authorities, additions] = counts
  const marks = [
    flags & 0x400 ? '*' : '',
    flags & 0x80 ? '' : '-',
    flags & 0x200 ? '|' : '',
    flags & 0x20 ? '$' : '',
  ].join('')
  const head = `${OPERATIONS[(flags >> 11) & 15]}${CODES[flags & 15] ?? ` Resp${flags & 15}`}${marks}`
  let at = HEADER
  for (let i = 0; i < questions; i++) at = nameAt(bytes, at).end + 4
  const records = []
  for (let i = 0; i < answers; i++) {
    const { text, end } = recordText(bytes, at)
    records.push(text)
    at = end
  }
  return `${head} ${answers}/${authorities}/${additions}${records.join(',')} (${bytes.length})`
}

function queryText(bytes, flags, [questions, answers, authorities, additions]) {
  const marks = `${flags & 0x100 ? '+' : ''}${flags & 0x10 ? '%' : ''}`
  const counts = [
    answers > 0 ? ` [${answers}a]` : '',
    authorities > 0 ? ` [${authorities}n]` : '',
    additions > 0 ? ` [${additions}au]` : '',
  ]
  let at = HEADER
  let asked = ''
  for (let i = 0; i < questions && at < bytes.length; i++) {
    const { name, end } = nameAt(bytes, at)
    if (end + 4 > bytes.length) break
    const kind = bytes.readUInt16BE(end + 2)
    asked += ` ${typeText(bytes.readUInt16BE(end))}${kind === 1 ? '' : (CLASSES[kind] ?? ` Class${kind}`)}? ${name}`
    at = end + 4
  }
  return `${marks}${OPERATIONS[(flags >> 11) & 15]}${counts.join('')}${asked} (${bytes.length})`
}

function dnsText(bytes) {
  if (bytes.length < HEADER) return `domain [length ${bytes.length} < ${HEADER}] (invalid)`
  const flags = bytes.readUInt16BE(2)
  const counts = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at))
  return `${bytes.readUInt16BE(0)}${(flags & 0x8000 ? replyText : queryText)(bytes, flags, counts)}`
}

module.exports = { dnsText }
