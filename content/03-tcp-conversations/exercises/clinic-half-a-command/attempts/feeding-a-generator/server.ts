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

/** A coroutine per client: it is fed with text, and answers each line it finds in it. */
function* conversation(say: (text: string) => void): Generator<undefined, never, string> {
  let line = ''
  for (;;) {
    const text = yield
    for (const part of text.split(/(\n)/)) {
      if (part !== '\n') line += part
      else {
        say(`${answer(line.trim())}\n`)
        line = ''
      }
    }
  }
}

const server = net.createServer((socket) => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const client = conversation((text) => socket.write(text))
  client.next()
  socket.on('data', (chunk) => client.next(decoder.decode(chunk as Buffer, { stream: true })))
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
