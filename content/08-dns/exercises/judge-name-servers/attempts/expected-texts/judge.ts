// One socket for all servers. A reply becomes a text, and a pattern says which texts are right.
import dgram from 'node:dgram'
import { decodeMessage, encodeQuery, type Type } from './codec.ts'
import { params } from './params.ts'

const soa = `lab.test ${params.negativeTtl} SOA ns1.lab.test admin.lab.test 2026010100 7200 900 1209600 ${params.negativeTtl}`
const labels = ['a', 'b', 'c'].map((letter) => letter.repeat(60))
const far = `${labels.join('.')}.${'d'.repeat(51)}.TAME.wild.lab.test`
const no = (rcode: number) => new RegExp(`^rcode ${rcode} aa noopt answers +\\| .*${soa.replaceAll('.', '\\.')}( ;|$)`, 'i')

interface Query {
  name: string
  type: Type
  edns?: number
  right: RegExp
}
const QUERIES: Query[] = [
  { name: 'Web.Lab.Test', type: 'TXT', edns: 0, right: /^rcode 0 aa opt answers web\.lab\.test 3600 TXT the front door \|/i },
  { name: 'x.y.wild.lab.test', type: 'A', right: /^rcode 0 aa noopt answers x\.y\.wild\.lab\.test 3600 A 192\.0\.2\.200 \|/i },
  { name: 'a.deep.lab.test', type: 'NS', right: no(0) },
  { name: 'deep.lab.test', type: 'NS', right: no(0) },
  { name: far, type: 'A', right: no(3) },
  { name: 'many.lab.test', type: 'TXT', right: /^rcode 0 aa tc noopt answers/ },
  { name: 'web.lab.test', type: 'A', edns: 200, right: /^rcode 16 (aa )?opt answers *\|/ },
]
const NOT_A_QUERY = 7 // and 8

const guilt = new Map<number, string>() // by host
const open = new Map<number, Query>() // by ID, which has the host in its upper byte
const socket = dgram.createSocket('udp4')

socket.on('message', (bytes, { address }) => {
  const host = Number(address.split('.')[3])
  try {
    const { id, text } = textOf(bytes)
    const query = open.get(id)
    if (!query) guilt.set(host, 'nobody asked')
    else if (!query.right.test(text.head) || text.question !== `${query.name} ${query.type}`) guilt.set(host, text.head)
    open.delete(id)
  } catch {
    guilt.set(host, 'unreadable')
  }
})

function textOf(bytes: Buffer) {
  const message = decodeMessage(bytes)
  const rows = (list: typeof message.answers) =>
    list.map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data}`).join(' ; ')
  const flags = [message.isAuthoritative ? 'aa' : '', message.isTruncated ? 'tc' : ''].filter(Boolean).join(' ')
  const opt = message.edns === null ? 'noopt' : 'opt'
  const start = [`rcode ${message.rcode}`, flags, opt].filter(Boolean).join(' ')
  const head = `${start} answers ${rows(message.answers)} | ${rows(message.authorities)}`
  return { id: message.id, text: { head, question: `${message.name} ${message.type}` } }
}

function send(id: number, query: Query) {
  open.set(id, query)
  socket.send(encodeQuery(id, query.name, query.type, query), params.port, `10.0.0.${id >> 8}`)
}

const hosts = [11, 12, 13, 14, 15]
for (const host of hosts) {
  for (const [n, query] of QUERIES.entries()) send((host << 8) | n, query)
  for (const n of [NOT_A_QUERY, NOT_A_QUERY + 1])
    socket.send(encodeQuery((host << 8) | n, 'web.lab.test', 'A', { isReply: true }), params.port, `10.0.0.${host}`)
}

const ofHost = (host: number) => [...open].filter(([id]) => id >> 8 === host)
setTimeout(() => {
  for (const host of hosts) if (ofHost(host).length <= 2) for (const [id, query] of ofHost(host)) send(id, query)
  setTimeout(() => {
    for (const host of hosts) {
      if (ofHost(host).length > 0) guilt.set(host, 'no reply, twice')
      const why = guilt.get(host)
      console.log(`server-${host - 10} ${why ? `broken: ${why}` : 'right'}`)
    }
    socket.close()
  }, params.lateMs + 40)
}, params.lateMs + 40)
