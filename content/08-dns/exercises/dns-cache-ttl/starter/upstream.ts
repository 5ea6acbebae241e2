/** Given: asks the resolver of this network. Each call is one query over UDP, and nothing is kept. */
import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

const RESOLVER = '10.0.9.2'
const PATIENCE_MS = 1_000
const MOST_NAME = 255 // bytes (RFC 1035, 3.1)
const TYPES = { A: 1, CNAME: 5, SOA: 6 }

export interface Row {
  name: string
  type: number
  ttl: number // seconds, as they came: any number of 32 bits
  data: string // an address, a name, or hex
}

export interface Reply {
  rcode: number
  answers: Row[]
  soa: { ttl: number; minimum: number } | null // of the authority section, in seconds
}

/** Rejects with an error whose `code` is ETIMEDOUT if no reply comes within a second. */
export function ask(name: string, type: number): Promise<Reply> {
  const id = randomInt(65_536)
  const query = encodeQuery(id, name, type)
  const socket = dgram.createSocket('udp4')
  const reply = new Promise<Reply>((resolve, reject) => {
    const late = Object.assign(new Error(`no reply about ${name}`), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => reject(late), PATIENCE_MS)
    socket.on('close', () => clearTimeout(timer))
    socket.on('error', reject)
    socket.on('message', (bytes) => {
      try {
        const isReply = bytes.readUInt16BE(0) === id && (bytes.readUInt8(2) & 0x80) !== 0
        const isAboutThis = bytes.subarray(12, query.length).equals(query.subarray(12))
        if (isReply && isAboutThis) resolve(readReply(bytes))
      } catch (error) {
        reject(error)
      }
    })
    socket.connect(params.port, RESOLVER, () => socket.send(query))
  })
  return reply.finally(() => socket.close())
}

function encodeQuery(id: number, name: string, type: number): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(String.fromCharCode(label.length) + label, 'latin1'))
  const [header, end] = [Buffer.alloc(12), Buffer.alloc(5)]
  header.writeUInt16BE(id, 0)
  header.writeUInt16BE(0x0100, 2) // RD: the resolver does the work
  header.writeUInt16BE(1, 4)
  end.writeUInt16BE(type, 1)
  end.writeUInt16BE(1, 3)
  return Buffer.concat([header, ...labels, end])
}

function readReply(bytes: Buffer): Reply {
  let at = readName(bytes, 12).next + 4
  const reply: Reply = { rcode: bytes.readUInt8(3) & 15, answers: [], soa: null }
  const answers = bytes.readUInt16BE(6)
  for (let i = 0; i < answers + bytes.readUInt16BE(8); i++) {
    const { name, next } = readName(bytes, at)
    const [type, ttl] = [bytes.readUInt16BE(next), bytes.readUInt32BE(next + 4)]
    const start = next + 10
    at = start + bytes.readUInt16BE(next + 8)
    if (i < answers) reply.answers.push({ name, type, ttl, data: readData(bytes, type, start, at) })
    else if (type === TYPES.SOA) reply.soa = { ttl, minimum: bytes.readUInt32BE(at - 4) }
  }
  return reply
}

function readData(bytes: Buffer, type: number, start: number, end: number): string {
  if (type === TYPES.A) return bytes.subarray(start, end).join('.')
  return type === TYPES.CNAME ? readName(bytes, start).name : bytes.toString('hex', start, end)
}

function readName(bytes: Buffer, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let next: number | null = null
  let start = offset // of this piece of the name: a pointer must lead to before it
  let size = 1 // the root's byte
  for (let at = offset; ; ) {
    const first = bytes.readUInt8(at)
    if (first >= 0xc0) {
      const target = bytes.readUInt16BE(at) & 0x3fff
      if (target >= start) throw new RangeError('a pointer that does not lead back')
      next ??= at + 2
      at = start = target
    } else if (first === 0) {
      return { name: labels.join('.'), next: next ?? at + 1 }
    } else {
      labels.push(bytes.toString('latin1', at + 1, at + 1 + first))
      at += 1 + first
      size += 1 + first
      if (size > MOST_NAME) throw new RangeError('a name that is too long')
    }
  }
}
