/** Servers that answer as those did with which the captures were made. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const LINES = `import net from 'node:net'
net.createServer((socket) => {
  let rest = ''
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    const lines = (rest + bytes).split('\\n')
    rest = lines.pop()
    for (const line of lines) {
      socket.write(line.toUpperCase() + '\\n')
      if (line === 'quit') return socket.end()
    }
  })
}).listen(9000)`
const ERRORS = readFileSync(join(import.meta.dirname, 'missing.html'), 'latin1')
export const WEB = `import net from 'node:net'
const head = (status) => 'HTTP/1.0 ' + status + '\\r\\nServer: SimpleHTTP/0.6 Python/3.11.7\\r\\nDate: ' + new Date().toUTCString() + '\\r\\n'
const FOUND = 'Content-type: text/plain\\r\\nContent-Length: 18\\r\\nLast-Modified: Fri, 02 Jan 2026 03:04:05 GMT\\r\\n\\r\\nhello from python\\n'
const MISSING = 'Connection: close\\r\\nContent-Type: text/html;charset=utf-8\\r\\nContent-Length: 335\\r\\n\\r\\n' + ${JSON.stringify(ERRORS)}
net.createServer((socket) => {
  socket.on('data', (bytes) => socket.end(String(bytes).startsWith('GET /hello') ? head('200 OK') + FOUND : head('404 File not found') + MISSING))
}).listen(8000)`
export const DNS = `import dgram from 'node:dgram'
const socket = dgram.createSocket('udp4').bind(53)
socket.on('message', (query, { address, port }) => {
  const end = query.indexOf(0, 12) + 5
  const head = Buffer.from([query[0], query[1], 0x85, 0, 0, 1, 0, 1, 0, 0, 0, 1])
  const last = query.subarray(13, 16).toString() === 'www' ? 80 : 81
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, last])
  const opt = Buffer.from([0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0])
  socket.send(Buffer.concat([head, query.subarray(12, end), record, opt]), port, address)
})`
