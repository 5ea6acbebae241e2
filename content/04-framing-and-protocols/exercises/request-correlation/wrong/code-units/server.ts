import net from 'node:net'
import { params } from './params.ts'

const NEWLINE = 10

const commands = new Map<string, (text: string) => string>([
  ['ECHO', (text) => text],
  ['UPPER', (text) => text.toUpperCase()],
  ['REVERSE', (text) => text.split('').reverse().join('')],
])

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.setNoDelay(true)
  let rest: Buffer = Buffer.alloc(0) // received, but no whole line yet
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      socket.write(`${answer(rest.subarray(0, end).toString('utf8'))}\n`)
      rest = rest.subarray(end + 1)
    }
  })
  socket.on('end', () => socket.end())
  socket.on('error', () => socket.destroy())
})

function answer(line: string): string {
  const [id = '', command = '', ...text] = line.split(params.separator)
  if (text.length === 0 || !/^\d+$/.test(id) || Number(id) >= params.ids) return reply('?', 'ERR', 'malformed')
  const perform = commands.get(command)
  return perform ? reply(id, 'OK', perform(text.join(params.separator))) : reply(id, 'ERR', 'unknown')
}

const reply = (...parts: string[]) => parts.join(params.separator)

server.listen(params.port)
