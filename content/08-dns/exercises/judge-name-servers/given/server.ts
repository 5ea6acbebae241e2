/**
 * A name server to try your judge on: `node server.ts right`. `slow` is right, too, and replies as late as it may. Broken are `no-aa`, which
 * leaves AA clear, and `no-soa`, which leaves the SOA out. None of them writes pointers. The tests have servers with more kinds of mistakes.
 */
import dgram from 'node:dgram'
import { BADVERS, encodeName, NXDOMAIN, type Row, readName, TYPES, u16 } from './codec.ts'
import { ZONE } from './lab-zone.ts'
import { params } from './params.ts'

const [kind = 'right'] = process.argv.slice(2)
const socket = dgram.createSocket('udp4')

socket.on('error', (error) => console.error(error.message))
socket.on('message', (query, { address, port }) => {
  if (query.length < 17 || query.readUInt16BE(2) !== 0 || port === 0) return
  setTimeout(() => socket.send(replyTo(query), port, address), kind === 'slow' ? params.lateMs - 20 : 0)
})

socket.bind(params.port)

function replyTo(query: Buffer): Buffer {
  const { name, next } = readName(query, 12)
  const hasOpt = query.readUInt16BE(10) === 1
  if (hasOpt && query.readUInt8(next + 10) > 0) return message(query, next + 4, BADVERS, [], [])
  const source = sourceOf(name.toLowerCase())
  const answers = ZONE.filter((row) => row.name === source && TYPES[row.type as 'A'] === query.readUInt16BE(next))
  const soa = ZONE.filter(({ type }) => type === 'SOA' && answers.length === 0 && kind !== 'no-soa')
  const [owned, noes] = [
    answers.map((row) => ({ ...row, name })),
    soa.map((row) => ({ ...row, ttl: params.negativeTtl })),
  ]
  return message(query, next + 4, source === null ? NXDOMAIN : 0, owned, noes)
}

/** Returns the name whose records answer for this one; null if it doesn't exist. */
function sourceOf(name: string): string | null {
  if (ZONE.some((row) => row.name === name) || name === 'deep.lab.test' || name === 'wild.lab.test') return name
  return /(?<!\.(tame|\*))\.wild\.lab\.test$/.test(name) ? '*.wild.lab.test' : null
}

function message(query: Buffer, end: number, rcode: number, answers: Row[], authorities: Row[]): Buffer {
  const hasOpt = query.readUInt16BE(10) === 1
  const opt = hasOpt ? [Buffer.of(0), u16(TYPES.OPT), u16(1232), Buffer.of(rcode >> 4, 0, 0, 0, 0, 0)] : []
  const rows = answers.map(encodeRow)
  const room = (hasOpt ? 1221 : 512) - end
  const fitting = rows.slice(0, Math.floor(room / (rows[0]?.length ?? 1))) // all have the same length
  const flags = 0x8000 | (kind === 'no-aa' ? 0 : 0x0400) | (fitting.length < answers.length ? 0x0200 : 0) | (rcode & 15)
  const counts = [1, fitting.length, authorities.length, hasOpt ? 1 : 0].map(u16)
  const records = [...fitting, ...authorities.map(encodeRow), ...opt]
  return Buffer.concat([query.subarray(0, 2), u16(flags), ...counts, query.subarray(12, end), ...records])
}

function encodeRow({ name, type, ttl, data }: Row): Buffer {
  const bytes = encodeData(type, data)
  return Buffer.concat([encodeName(name), u16(TYPES[type as 'A']), u16(1), u16(0), u16(ttl), u16(bytes.length), bytes])
}

function encodeData(type: string, data: string): Buffer {
  if (type === 'A') return Buffer.from(data.split('.').map(Number))
  if (type === 'TXT') return Buffer.concat([Buffer.of(data.length), Buffer.from(data)])
  const [primary = '', mailbox, ...numbers] = data.split(' ')
  if (mailbox === undefined) return encodeName(primary)
  const words = numbers.map(Number).flatMap((n) => [u16(n >>> 16), u16(n & 0xffff)])
  return Buffer.concat([encodeName(primary), encodeName(mailbox), ...words])
}
