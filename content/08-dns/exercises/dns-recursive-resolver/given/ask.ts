/**
 * Asks your resolver for the address of each name: `node ask.ts web.example.test mail.example.test`. `name:28` asks for type 28. The zones
 * are in the topology: example.test, other.test and glueless.test.
 */
import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { encodeQuery, readMessage } from './wire-format.ts'

const RESOLVER = '10.0.0.53'
const PATIENCE_MS = 6_000
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']
const socket = dgram.createSocket('udp4')

for (const word of process.argv.slice(2)) {
  const [name = '', type = '1'] = word.split(':')
  const query = encodeQuery(randomInt(65_536), name, Number(type))
  query.writeUInt8(1, 2) // RD: the resolver does the work
  const began = performance.now()
  socket.send(query, 53, RESOLVER)
  try {
    const [bytes] = (await once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) })) as [Buffer]
    const { rcode, answers } = readMessage(bytes)
    const rows = answers.map(
      ({ address, target, data, ttl }) => `${address ?? target ?? data.toString('hex')} for ${ttl} s`,
    )
    console.log(`${word} → ${RCODES[rcode]} ${rows.join(', ')} after ${Math.round(performance.now() - began)} ms`)
  } catch {
    console.log(`${word} → no answer within 6 s`)
  }
}
socket.close()
