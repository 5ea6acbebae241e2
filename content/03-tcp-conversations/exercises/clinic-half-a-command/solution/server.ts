// The bug is called missing framing: one read was taken for one message. TCP keeps the order of bytes, and no boundaries between messages.

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
  let rest: Buffer = Buffer.alloc(0) // of a command that is not whole yet
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      socket.write(`${answer(rest.toString('utf8', 0, end).trim())}\n`)
      rest = rest.subarray(end + 1)
    }
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
