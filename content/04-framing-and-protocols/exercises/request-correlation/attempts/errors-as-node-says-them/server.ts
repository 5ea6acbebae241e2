import net from 'node:net'
import { params } from './params.ts'

const { separator } = params

const commands = new Map<string, (text: string) => string>([
  ['ECHO', (text) => text],
  ['UPPER', (text) => text.toUpperCase()],
  ['REVERSE', (text) => [...text].reverse().join('')],
])

function answer(line: string): string {
  const first = line.indexOf(separator)
  const second = line.indexOf(separator, first + separator.length)
  const id = line.slice(0, Math.max(first, 0))
  if (first < 0 || second < 0 || !/^[0-9]+$/.test(id) || Number(id) >= params.ids) return ['?', 'ERR', 'malformed'].join(separator)
  const command = commands.get(line.slice(first + separator.length, second))
  if (!command) return [id, 'ERR', 'unknown'].join(separator)
  return [id, 'OK', command(line.slice(second + separator.length))].join(separator)
}

const server = net.createServer((socket) => {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) socket.write(`${answer(line)}\n`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port, () => console.log('listening on port', params.port))
