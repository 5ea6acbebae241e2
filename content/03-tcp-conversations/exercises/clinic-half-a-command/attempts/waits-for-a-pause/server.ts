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
  let text = ''
  let pause: NodeJS.Timeout | undefined
  const handle = () => {
    const commands = text.split('\n')
    text = ''
    if (commands.at(-1) === '') commands.pop()
    for (const command of commands) socket.write(`${answer(command.trim())}\n`)
  }
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    text += chunk
    // The pieces of a command come shortly after one another.
    clearTimeout(pause)
    pause = setTimeout(handle, 30)
  })
  socket.on('close', () => clearTimeout(pause))
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
