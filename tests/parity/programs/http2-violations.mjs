// Frames that a client must not send: what the server answers, and which errors its program gets.
import http2 from 'node:http2'
import net from 'node:net'
import { once } from 'node:events'

const NAMES = ['DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'SETTINGS', 'PUSH_PROMISE', 'PING', 'GOAWAY', 'WINDOW_UPDATE']
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
const frame = (type, flags, id, payload = '') => {
  const body = Buffer.from(payload, 'hex')
  const head = Buffer.alloc(9)
  head.writeUIntBE(body.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(id, 5)
  return Buffer.concat([head, body])
}
const SETTINGS = frame(4, 0, 0)
// :method GET, :scheme http, :path /, :authority a
const GET = '828684410161'
const literal = (name, value) =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]).toString('hex')
const request = (id, more = '', flags = 5) => frame(1, flags, id, GET + more)
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index))

const CASES = {
  'a request': [request(1)],
  'no preface': null,
  'no SETTINGS': undefined,
  'DATA on stream 0': [frame(0, 0, 0, '00')],
  'DATA on an idle stream': [frame(0, 0, 1, '00')],
  'DATA after the end': [request(1), frame(0, 0, 1, '00')],
  'an even stream': [request(2)],
  'a stream id that goes back': [request(5), request(3)],
  'a frame that is too large': [frame(0, 0, 1, '00'.repeat(16_385))],
  'PING of 7 bytes': [frame(6, 0, 0, '00'.repeat(7))],
  'PING on a stream': [frame(6, 0, 1, '00'.repeat(8))],
  'an answer to no PING': [frame(6, 1, 0, '00'.repeat(8))],
  'SETTINGS of 5 bytes': [frame(4, 0, 0, '00'.repeat(5))],
  'ENABLE_PUSH 2': [frame(4, 0, 0, '000200000002')],
  'INITIAL_WINDOW_SIZE 2^31': [frame(4, 0, 0, '000480000000')],
  'many settings': [frame(4, 0, 0, '000100001000'.repeat(33))],
  'WINDOW_UPDATE by 0': [frame(8, 0, 0, '00000000')],
  'WINDOW_UPDATE beyond 2^31': [frame(8, 0, 0, '7fffffff')],
  'WINDOW_UPDATE on an idle stream': [frame(8, 0, 1, '00000001')],
  'RST_STREAM on an idle stream': [frame(3, 0, 1, '00000000')],
  'PUSH_PROMISE from a client': [request(1, '', 4), frame(5, 4, 1, `00000002${GET}`)],
  'CONTINUATION alone': [frame(9, 4, 1, GET)],
  'PING inside a header section': [frame(1, 1, 1, GET), frame(6, 0, 0, '00'.repeat(8))],
  'an index beyond the table': [frame(1, 5, 1, 'ff80ff01')],
  'an upper-case name': [request(1, literal('Name', 'x'))],
  'connection: close': [request(1, literal('connection', 'close'))],
  'te: gzip': [request(1, literal('te', 'gzip'))],
  'a pseudo-header field after others': [request(1, `${literal('a', 'b')}${literal(':path', '/')}`)],
  'no :path': [frame(1, 5, 1, '8286410161')],
  'a value with a line break': [request(1, literal('a', 'b\nc'))],
  'a body that is too long': [request(1, literal('content-length', '1'), 4), frame(0, 1, 1, '0000')],
  'a body that is too short': [request(1, literal('content-length', '3'), 4), frame(0, 1, 1, '0000')],
  'an unknown frame': [frame(99, 0, 0, '00'), request(1)],
  'GOAWAY': [request(1), frame(7, 0, 0, '0000000000000000')],
  'CONTINUATION without end': [frame(1, 1, 1, GET), ...times(10, () => frame(9, 0, 1, ''))],
  'too many fields': [frame(1, 5, 1, GET + literal('a', 'b').repeat(130))],
}

const server = http2.createServer()
let seen = []
server.on('stream', (stream, headers) => {
  seen.push(`stream ${stream.id} ${Object.keys(headers).join()}`)
  stream.on('error', (error) => seen.push(`stream error ${error.code}`))
  stream.resume()
  stream.respond({ ':status': 200 }, { sendDate: false })
  stream.end()
})
server.on('sessionError', (error) => seen.push(`session error ${error.code} ${error.message}`))
server.listen(0, '127.0.0.1')
await once(server, 'listening')

for (const [name, frames] of Object.entries(CASES)) {
  seen = []
  const socket = net.connect(server.address().port, '127.0.0.1')
  const chunks = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  if (frames === null) socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  else if (frames === undefined) socket.write(Buffer.concat([PREFACE, request(1)]))
  else socket.write(Buffer.concat([PREFACE, SETTINGS, frame(4, 1, 0), ...frames]))
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 400))])
  socket.destroy()
  const answers = []
  for (let bytes = Buffer.concat(chunks); bytes.length >= 9; bytes = bytes.subarray(9 + bytes.readUIntBE(0, 3))) {
    const type = bytes[3]
    const payload = bytes.subarray(9, 9 + bytes.readUIntBE(0, 3))
    const shown = type === 7 ? `${payload.toString('hex', 0, 8)} ${payload.toString('latin1', 8)}` : payload.toString('hex')
    answers.push(`${NAMES[type]} ${bytes[4]} ${bytes.readUInt32BE(5)} ${shown}`)
  }
  console.log(name, answers, seen)
}
server.close()
