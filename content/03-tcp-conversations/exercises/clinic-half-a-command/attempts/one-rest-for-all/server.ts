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

let buffer = ''

const server = net.createServer((socket) => {
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    buffer += text
    let end = buffer.indexOf('\n')
    while (end !== -1) {
      const command = buffer.slice(0, end).trim()
      buffer = buffer.slice(end + 1)
      socket.write(`${answer(command)}\n`)
      end = buffer.indexOf('\n')
    }
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
