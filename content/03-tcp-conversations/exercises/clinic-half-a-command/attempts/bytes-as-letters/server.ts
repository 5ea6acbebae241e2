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
  socket.setEncoding('latin1') // one letter for each byte, so no character can be cut in two
  socket.on('data', (text) => {
    const commands = (rest + text).split('\n')
    rest = commands.pop()!
    for (const command of commands) socket.write(answer(command.trim()) + '\n')
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
