/**
 * A server that answers each line with one line, a tenth of a second later, and says which connection it came on. To `drop` it closes
 * the connection instead; to `late` it answers once more, half a second after the answer.
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

let connections = 0

net.createServer((socket) => void talk(socket, ++connections).catch(() => socket.destroy())).listen(params.port)

async function talk(socket: net.Socket, connection: number): Promise<void> {
  let rest = ''
  for await (const text of socket.setEncoding('utf8')) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      await wait(100)
      if (line === 'drop') return void socket.end()
      const answer = `${line}, on connection ${connection}\n`
      socket.write(answer)
      if (line === 'late') setTimeout(() => socket.write(answer), 500)
    }
  }
}
