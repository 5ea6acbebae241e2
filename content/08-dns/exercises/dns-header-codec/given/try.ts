/** Prints what you read from dig's header, sends the whole query to server.ts, and prints the reply. Then it sends a response, which must get none. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import { decodeHeader, encodeHeader } from './header.ts'
import { params } from './params.ts'

const SERVER = '10.0.9.2'
const PATIENCE_MS = 500
// What `dig web.lab.test` sends, without its cookie: the header, the question, and an OPT record.
const query = Buffer.from(
  '000001200001000000000001 03776562036c6162047465737400 00010001 0000290 4d0000000000000'.replaceAll(' ', ''),
  'hex',
)
query.writeUInt16BE(params.id, 0)

const header = decodeHeader(query)
console.log(query.subarray(0, 12).toString('hex'), '→', header)
if (header) console.log('and back →', encodeHeader(header).toString('hex'))

const socket = dgram.createSocket('udp4')
await ask('a query', query)
query[2] = 0x81
await ask('a response', query)
socket.close()

async function ask(what: string, message: Buffer) {
  socket.send(message, params.port, SERVER)
  try {
    const [reply] = (await once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) })) as [Buffer]
    console.log(what, '→', reply.toString('hex'))
  } catch {
    console.log(what, '→ no reply within 500 ms')
  }
}
