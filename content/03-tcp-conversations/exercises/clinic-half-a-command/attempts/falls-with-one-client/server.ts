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

async function serve(socket: net.Socket) {
  socket.setEncoding('utf8')
  let rest = ''
  for await (const text of socket) {
    const lines: string[] = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) socket.write(`${answer(line.trim())}\n`)
  }
}

const server = net.createServer((socket) => {
  void serve(socket)
})

server.listen(params.port)
