/**
 * Answers each line after 100 ms, and pings at once. To `report` it sends a line that takes 6 s. From `stop` on it's stuck: its
 * kernel acknowledges everything, and nothing is answered.
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

let isStuck = false

net.createServer((socket) => void talk(socket).catch(() => socket.destroy())).listen(params.port)

async function talk(socket: net.Socket): Promise<void> {
  let rest = ''
  for await (const text of socket.setEncoding('utf8')) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      isStuck ||= line === 'stop'
      if (isStuck) continue
      if (line.startsWith('ping ')) socket.write(`pong ${line.slice(5)}\n`)
      else await answer(socket, line)
    }
  }
}

async function answer(socket: net.Socket, line: string): Promise<void> {
  await wait(100)
  for (let i = 0; line === 'report' && i < 12; i++) {
    socket.write('tea 3, gold 1800, ')
    await wait(500)
  }
  socket.write(`${line} costs ${line.length} euros\n`)
}
