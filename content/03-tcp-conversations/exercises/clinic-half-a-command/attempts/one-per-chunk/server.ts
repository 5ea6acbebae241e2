import net from 'node:net'
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
  let received = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    received += chunk
    const newline = received.indexOf('\n')
    if (newline < 0) return // only half a command: wait for the rest
    const command = received.slice(0, newline)
    received = received.slice(newline + 1)
    socket.write(`${answer(command.trim())}\n`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
