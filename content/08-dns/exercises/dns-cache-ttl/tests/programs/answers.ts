/**
 * The resolver behind the cache. A name says what it is answered with: `web.ttl-60.test` has an address with TTL 60. The last byte
 * of an address counts the queries for that name and type.
 */
import dgram from 'node:dgram'

const [A, CNAME, SOA, NXDOMAIN] = [1, 5, 6, 3]
const asked = new Map<string, number>()
const socket = dgram.createSocket('udp4')

interface Answer {
  rcode?: number
  answers?: Buffer[]
  soa?: Buffer
}

socket.on('message', (query, client) => {
  const { name, end } = readName(query)
  const type = query.readUInt16BE(end)
  const count = (asked.get(`${type} ${name}`) ?? 0) + 1
  asked.set(`${type} ${name}`, count)
  const answer = answerTo(name, type, count)
  if (!answer) return
  const { rcode = 0, answers = [], soa } = answer
  const header = Buffer.from([query[0]!, query[1]!, 0x81, 0x80 | rcode, 0, 1, 0, answers.length, 0, soa ? 1 : 0, 0, 0])
  const reply = Buffer.concat([header, query.subarray(12, end + 4), ...answers, ...(soa ? [soa] : [])])
  socket.send(reply, client.port, client.address)
})
socket.bind(Number(process.argv[2]))

/** Null: no answer at all. */
function answerTo(name: string, type: number, count: number): Answer | null {
  const [rule = '', ...values] = (name.split('.')[1] ?? '').split('-')
  const [first = 0, second = 0, third = 0] = values.map(Number)
  const address = (ttl: number, owner = name) => record(owner, A, ttl, Buffer.of(192, 0, 2, count))
  const alias = (ttl: number) => record(name, CNAME, ttl, encodeName('target.test'))
  const soa = (ttl: number, minimum: number) =>
    record('test', SOA, ttl, Buffer.concat([Buffer.alloc(18), u32(minimum)]))
  switch (rule) {
    case 'ttl':
      return { answers: [address(first)] }
    case 'alias':
      return { answers: [alias(first), ...(type === CNAME ? [] : [address(second, 'target.test')])] }
    case 'nx':
      return { rcode: NXDOMAIN, soa: soa(first, second) }
    case 'nxbare':
      return { rcode: NXDOMAIN }
    case 'nodata':
      return type === A ? { answers: [address(3600)] } : { soa: soa(first, second) }
    case 'nodatabare':
      return {}
    case 'aliasnx':
      return type === CNAME
        ? { answers: [alias(first)] }
        : { rcode: NXDOMAIN, answers: [alias(first)], soa: soa(second, third) }
    case 'rcode':
      return { rcode: first }
    case 'muteonce':
      return count === 1 ? null : { answers: [address(first)] }
  }
  return null
}

function record(name: string, type: number, ttl: number, data: Buffer): Buffer {
  return Buffer.concat([encodeName(name), Buffer.of(0, type, 0, 1), u32(ttl), Buffer.of(0, data.length), data])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(String.fromCharCode(label.length) + label, 'latin1'))
  return Buffer.concat([...labels, Buffer.of(0)])
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}
