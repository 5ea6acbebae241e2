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
  let rest = ''
  socket.on('data', (chunk) => {
    rest += chunk.toString()
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
      socket.write(`${answer(rest.slice(0, at).trim())}\n`)
      rest = rest.slice(at + 1)
    }
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
