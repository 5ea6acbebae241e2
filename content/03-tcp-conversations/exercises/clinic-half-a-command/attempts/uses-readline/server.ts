import net from 'node:net'
import { createInterface } from 'node:readline'
import { params } from './params.ts'

const stock = new Map<string, number>()

function answer(command: string): string {
  const [verb, item = '', amount = ''] = command.split(' ')
  if (verb === 'PUT' && /^\d+$/.test(amount)) {
    stock.set(item, (stock.get(item) ?? 0) + Number(amount))
    return 'OK'
  }
  if (verb === 'HAVE' && item !== '') return String(stock.get(item) ?? 0)
  return 'ERR what?'
}

const server = net.createServer((socket) => {
  const lines = createInterface({ input: socket, crlfDelay: Infinity })
  lines.on('line', (line) => socket.write(`${answer(line.trim())}\n`))
  lines.on('error', () => {})
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
