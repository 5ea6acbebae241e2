import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const LONGEST = 1_000 // characters of a line
const MOST_UNREAD = 65_536 // characters of answers that a client leaves unread

/** Looks up a price: the scarce thing, so never more than `params.workers` at once. Use it as it is. */
async function work(item: string): Promise<string> {
  await sleep(params.workMs)
  if (item.startsWith('bad')) throw new Error(`${item} has no price`)
  return `${item} costs ${item.length} euros`
}

function receive(client: net.Socket, line: string): void {
  const [, number, ms, item] = /^(\d+) @(\d{1,9}) (.+)$/.exec(line) ?? []
  if (!number || !ms || !item) return void client.destroy()
  // Your turn. This works on every question at once, however many there are and however late it is.
  console.log(`question ${number} has ${ms} ms`)
  void work(item).then((result) => answer(client, `${number} ${result}`))
}

function answer(client: net.Socket, line: string): void {
  if (!client.writable) return
  client.write(`${line}\n`)
  if (client.writableLength > MOST_UNREAD) client.destroy()
}

const server = net.createServer((client) => {
  let rest = ''
  client.setEncoding('utf8')
  client.on('error', () => {}) // 'close' follows
  client.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) receive(client, line)
    if (rest.length > LONGEST) client.destroy()
  })
})
server.listen(params.port)
