// A name server of the program's own, which answers from bytes that are written out below.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { once } from 'node:events'

const name = (text) => Buffer.concat([...text.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.from([0])])
const u16 = (...values) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]))
const u32 = (...values) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)))
const string = (text) => Buffer.from([text.length, ...Buffer.from(text, 'latin1')])
const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, TLSA: 52, CAA: 257 }
/** What an answer to ANY leaves out: a name with an alias has nothing else, and Node 24 puts the rest after TLSA at wrong places. */
const UNLISTED = [TYPES.CNAME, TYPES.TLSA]
/** The owner is a pointer to the question's name. */
const record = (type, ...data) => {
  const bytes = Buffer.concat(data)
  return Buffer.concat([u16(0xc00c, TYPES[type], 1), u32(300), u16(bytes.length), bytes])
}
const RECORDS = [
  record('CNAME', name('alias.test')),
  record('A', Buffer.from([10, 0, 0, 9])),
  record('A', Buffer.from([10, 0, 0, 10])),
  record('AAAA', Buffer.from('20010db8000000000000000000000001', 'hex')),
  record('MX', u16(10), name('mail.test')),
  record('MX', u16(20), u16(0xc00c)),
  record('NS', name('ns1.test')),
  record('TXT', string('one'), string('tw\xf6')),
  record('TXT', string('')),
  record('SRV', u16(1, 2, 8080), name('srv.test')),
  record('PTR', name('ptr.test')),
  record('NAPTR', u16(1, 2), string('u'), string('E2U+sip'), string('!^.*$!sip:x@y!'), Buffer.from([0])),
  record('SOA', name('ns1.test'), name('root.test'), u32(2026010101, 7200, 3600, 1209600, 300)),
  record('TLSA', Buffer.from([3, 1, 1, 0xab, 0xcd])),
  record('CAA', Buffer.from([128]), string('issue'), Buffer.from('ca.test')),
]
const server = dgram.createSocket('udp4')
server.on('message', (query, from) => {
  const end = query.indexOf(0, 12) + 5
  const type = query.readUInt16BE(end - 4)
  const asked = query.subarray(13, 13 + query[12]).toString()
  console.log('query', query.subarray(2, end).toString('latin1').replace(/[^ -~]/g, '.'), type)
  if (asked === 'silent') return
  const answer = Buffer.from(query)
  const codes = { format: 1, failed: 2, missing: 3, unimplemented: 4, refused: 5, odd: 9 }
  const records = asked === 'all' || asked === '9' ? RECORDS.filter((bytes) => (type === 255 ? !UNLISTED.includes(bytes.readUInt16BE(2)) : bytes.readUInt16BE(2) === type)) : []
  answer[2] |= 0x80
  answer[3] = codes[asked] ?? 0
  answer.writeUInt16BE(records.length, 6)
  if (asked === 'garbage') answer.writeUInt16BE(9, 6)
  if (asked === 'forged') server.send(Buffer.concat([Buffer.from([query[0] ^ 1]), answer.subarray(1)]), from.port, from.address)
  server.send(Buffer.concat([answer, ...records]), from.port, from.address)
})
server.bind(0, '127.0.0.1')
await once(server, 'listening')
const at = `127.0.0.1:${server.address().port}`

const resolver = new dns.promises.Resolver({ timeout: 300, tries: 2 })
resolver.setServers([at])
console.log(resolver.getServers().length)
for (const type of [...Object.keys(TYPES), 'ANY']) console.log(type, await resolver.resolve('all.test', type))
console.log(await resolver.resolve4('all.test', { ttl: true }), await resolver.resolve6('all.test', { ttl: true }), await resolver.resolve('all.test'))
console.log(await resolver.reverse('10.0.0.9'))
const failing = ['format', 'failed', 'missing', 'unimplemented', 'refused', 'empty', 'forged', 'silent', 'bad..name', `${'x'.repeat(64)}.test`]
for (const host of failing)
  try {
    console.log(await resolver.resolve(host, 'MX'))
  } catch (error) {
    console.log(error.name, error.code, error.syscall, error.hostname, error.errno, error.message)
  }
for (const wrong of [() => resolver.resolve('a', 'NOPE'), () => resolver.reverse('nonsense'), () => resolver.setServers(['nonsense']), () => new dns.Resolver({ tries: 0 })])
  try {
    await wrong()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
const arrived = once(server, 'message')
const pending = resolver.resolve4('silent')
try {
  resolver.setServers(['10.0.0.1'])
} catch (error) {
  console.log(error.code, error.message)
}
await arrived
resolver.cancel()
await pending.catch((error) => console.log(error.code))

const old = new dns.Resolver()
old.setServers([at, '10.1.1.1', '[2001:db8::1]:5353'])
console.log(old.getServers().slice(1))
const request = old.resolveTxt('all.test', (error, texts) => {
  console.log(error, texts)
  old.resolve('missing', (error, result) => {
    console.log(error.code, result)
    const unheard = new dns.Resolver({ timeout: 100, tries: 1 })
    unheard.setServers(['127.0.0.1:1'])
    unheard.resolve4('all.test', (error) => {
      console.log(error.code)
      server.close()
    })
  })
})
console.log(request.constructor.name)
