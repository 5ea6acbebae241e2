/**
 * A resolver to try your cache with. web.lab.test has an address, www.lab.test is an alias of it, quick.lab.test has TTL 0, broken.lab.test
 * gets SERVFAIL, mute.lab.test gets no reply, and every other name doesn't exist. It prints each query that it gets.
 */
import dgram from 'node:dgram'
import { params } from './params.ts'

const [A, CNAME, SOA, SERVFAIL, NXDOMAIN] = [1, 5, 6, 2, 3]
const WEB = record('web.lab.test', A, params.ttl, Buffer.of(192, 0, 2, 10))
const NO = record('lab.test', SOA, 3600, Buffer.concat([Buffer.alloc(18), u32(params.negativeTtl)]))

const socket = dgram.createSocket('udp4')
socket.on('message', (query, client) => {
  const { name, end } = readName(query)
  const type = query.readUInt16BE(end)
  console.log('query:', name, 'type', type)
  const send = (rcode: number, answers: Buffer[] = [], authorities: Buffer[] = []) => {
    const header = Buffer.from([
      query[0]!,
      query[1]!,
      0x81,
      0x80 | rcode,
      0,
      1,
      0,
      answers.length,
      0,
      authorities.length,
      0,
      0,
    ])
    const reply = Buffer.concat([header, query.subarray(12, end + 4), ...answers, ...authorities])
    socket.send(reply, client.port, client.address)
  }
  if (name === 'mute.lab.test') return
  if (name === 'broken.lab.test') return send(SERVFAIL)
  if (!['web.lab.test', 'www.lab.test', 'quick.lab.test'].includes(name)) return send(NXDOMAIN, [], [NO])
  if (type !== A) return send(0, [], [NO])
  if (name === 'web.lab.test') return send(0, [WEB])
  if (name === 'quick.lab.test') return send(0, [record(name, A, 0, Buffer.of(192, 0, 2, 11))])
  send(0, [record(name, CNAME, 3600, encodeName('web.lab.test')), WEB])
})
socket.bind(params.port)

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

/** Reads the name in a question, where there are no pointers. */
function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}
